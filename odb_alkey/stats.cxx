#include <odb_alkey/stats.hxx>

namespace odb_alkey
{
  namespace
  {
    // Metrics of one name stand together, and the first of them has the help.
    //
    struct metric
    {
      const char* name;
      const char* label;
      std::uint64_t stats::*value;
      const char* help;
    };

    const char counts[] = "_total";

    const metric metrics[] = {
      {"keys", "result=\"storable\"", &stats::storable,
       "Keys that were made, by their use."},
      {"keys", "result=\"unique_in_flight\"", &stats::unique_in_flight, ""},
      {"keys", "result=\"unique_written\"", &stats::unique_written, ""},
      {"keys", "result=\"unique_unavailable\"", &stats::unique_unavailable,
       ""},
      {"keys", "result=\"unstorable_outdated\"", &stats::unstorable_outdated,
       ""},
      {"keys", "result=\"unstorable_unknown\"", &stats::unstorable_unknown,
       ""},
      {"repairs", "", &stats::repairs,
       "Reads that had to create or heal a token."},
      {"replaced", "", &stats::replaced,
       "Tokens that were replaced, since another program wrote them."},
      {"fences", "", &stats::fences,
       "Fences in Redis, mostly one for a commit."},
      {"early_fences", "", &stats::early_fences,
       "Fences that had all been sent before COMMIT was due."},
      {"resets", "", &stats::resets, "Commits whose tokens were changed."},
      {"reset_identifiers", "", &stats::reset_identifiers,
       "Tokens that were changed."},
      {"unknown_commits", "", &stats::unknown_commits,
       "Commits whose outcome is unknown."},
      {"unfenced_commits", "", &stats::unfenced_commits,
       "Commits without a fence."},
      {"retries", "", &stats::retries,
       "Fences and resets that had to be tried again."},
      {"overflows", "", &stats::overflows,
       "How often pending identifiers became whole tables."},
      {"lost_resets", "", &stats::lost_resets,
       "Identifiers whose change never reached Redis."},
      {"swept_statements", "", &stats::swept_statements,
       "Statements that changed every row of a table."},
      {"not_understood", "", &stats::not_understood,
       "Statements that changed every key."},
      {"without_callback", "", &stats::without_callback,
       "Statements on tables of classes whose callback is missing."},
      {"values", "result=\"hit\"", &stats::value_hits,
       "Values that were fetched, by whether they were stored."},
      {"values", "result=\"miss\"", &stats::value_misses, ""},
      {"values_computed", "result=\"stored\"", &stats::values_stored,
       "Values that were computed, by what became of them."},
      {"values_computed", "result=\"refused\"", &stats::values_refused, ""},
      {"values_computed", "result=\"too_large\"", &stats::values_too_large,
       ""},
      {"value_waits", "", &stats::value_waits,
       "Fetches that waited for another call to compute the value."},
      {"stale_values", "", &stats::stale_values,
       "Fetches that returned a stale value, by serve_stale."},
      {"near_keys", "", &stats::near_keys,
       "Times that tokens were used without asking."},
      {"near_values", "", &stats::near_values,
       "Fetches whose value this process had itself."},
      {"lease_waits", "", &stats::lease_waits,
       "Commits that waited for keys that are made without asking."},
      {"lease_wait_microseconds", "", &stats::lease_wait_time,
       "How long they waited in all."},
      {"unavailable", "", &stats::unavailable,
       "Calls that Redis did not answer."},
      {"outages", "", &stats::outages, "How often that began."},
      {"errors", "", &stats::errors,
       "Calls that Redis answered with an error."},
      {"server_errors", "kind=\"loading\"", &stats::errors_loading,
       "Errors of Redis whose remedy is known."},
      {"server_errors", "kind=\"busy\"", &stats::errors_busy, ""},
      {"server_errors", "kind=\"replica\"", &stats::errors_replica, ""},
      {"server_errors", "kind=\"full\"", &stats::errors_full, ""},
      {"server_errors", "kind=\"not_safe\"", &stats::errors_not_safe, ""},
      {"server_errors", "kind=\"denied\"", &stats::errors_denied, ""},
      {"server_errors", "kind=\"too_many_clients\"",
       &stats::errors_too_many_clients, ""},
      {"connections", "", &stats::connections,
       "Connections to Redis that were opened."},
      {"connections_evicting", "", &stats::connections_evicting,
       "Connections to a Redis that may evict tokens."}};

    const metric gauges[] = {
      {"pending_identifiers", "", &stats::pending,
       "Identifiers whose change has not reached Redis yet."},
      {"down", "", &stats::down, "1 while Redis is known to be down."},
      {"connections_open", "", &stats::connections_open,
       "Connections to Redis that are open."}};

    // Metrics of each node of a cluster.
    //
    struct node_metric
    {
      const char* name;
      std::uint64_t stats::node::*value;
      const char* type;
      const char* help;
    };

    const node_metric node_metrics[] = {
      {"node_unavailable_total", &stats::node::unavailable, "counter",
       "Calls for values that this node did not answer."},
      {"node_errors_total", &stats::node::errors, "counter",
       "Calls for values that this node answered with an error."},
      {"node_outages_total", &stats::node::outages, "counter",
       "How often this node ceased to answer."},
      {"node_down", &stats::node::down, "gauge",
       "1 while this node is known to be down."},
      {"node_connections_open", &stats::node::connections_open, "gauge",
       "Connections for values to this node that are open."}};

    // Metrics of each near table.
    //
    struct table_metric
    {
      const char* name;
      std::uint64_t stats::table::*value;
      const char* help;
    };

    const table_metric table_metrics[] = {
      {"table_near_hits_total", &stats::table::near_hits,
       "Keys and fetches that used tokens of this table without asking."},
      {"table_near_reads_total", &stats::table::near_reads,
       "Keys and fetches that asked for tokens of this near table."},
      {"table_lease_waits_total", &stats::table::lease_waits,
       "Commits that waited because of this table."},
      {"table_lease_wait_microseconds_total", &stats::table::lease_wait_time,
       "How long they waited in all."}};

    void append_head (std::string& to, const std::string& name,
                      const char* type, const char* help)
    {
      to +=
        "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
    }

    // The labels of the caller, and one more unless it is empty.
    //
    void append_value (std::string& to, const std::string& name,
                       const std::string& labels, const std::string& label,
                       std::uint64_t value)
    {
      std::string all (labels);

      if (!label.empty ())
        all += (all.empty () ? "" : ",") + label;

      to += name + (all.empty () ? "" : '{' + all + '}') + ' ' +
            std::to_string (value) + '\n';
    }

    void append (std::string& to, const stats& s, const metric& m,
                 const char* suffix, const char* type,
                 const std::string& labels)
    {
      std::string name ("odb_alkey_" + std::string (m.name) + suffix);

      if (*m.help != '\0')
        append_head (to, name, type, m.help);

      append_value (to, name, labels, m.label, s.*m.value);
    }

    void append (std::string& to, const stats& s, const node_metric& m,
                 const std::string& labels)
    {
      std::string name ("odb_alkey_" + std::string (m.name));
      append_head (to, name, m.type, m.help);

      for (const stats::node& n : s.nodes)
        append_value (to, name, labels, "node=\"" + n.address + '"',
                      n.*m.value);
    }
  }

  namespace
  {
    // Names of tables are escaped, so that they need no quoting.
    //
    void append (std::string& to, const stats& s, const table_metric& m,
                 const std::string& labels)
    {
      std::string name ("odb_alkey_" + std::string (m.name));
      append_head (to, name, "counter", m.help);

      for (const stats::table& t : s.tables)
        append_value (to, name, labels, "table=\"" + t.name + '"', t.*m.value);
    }
  }

  std::string stats::prometheus (const std::string& labels) const
  {
    std::string r;

    for (const metric& m : metrics)
      append (r, *this, m, counts, "counter", labels);

    for (const metric& m : gauges)
      append (r, *this, m, "", "gauge", labels);

    if (!tables.empty ())
      for (const table_metric& m : table_metrics)
        append (r, *this, m, labels);

    if (!nodes.empty ())
      for (const node_metric& m : node_metrics)
        append (r, *this, m, labels);

    return r;
  }
}
