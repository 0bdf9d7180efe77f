#include <odb_alkey/redis/server-error.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      // In the order of the kinds. Errors that the server gives to every
      // command are permanent. With the others tokens can still be read, but
      // not be written.
      //
      struct facts
      {
        bool permanent;
        const char* remedy;
      };

      const facts all[] = {
        {true, "it has just been started: wait"},
        {true, "a script does not end: see SCRIPT KILL and "
               "busy-reply-threshold (lua-time-limit before version 7)"},
        {true, "it is a replica: name the primary, or use "
               "redis-sentinel:// or redis-cluster:// to follow it"},
        {false, "give it more memory (maxmemory), or let it evict what may "
                "expire (maxmemory-policy volatile-lru)"},
        {false, "it cannot write its files: look for a full disk; its log "
                "tells more"},
        {false, "too few replicas are connected (min-replicas-to-write)"},
        {true, "check user and password in the URL, as in "
               "redis://user:password@host"},
        {false, ""}, // The caller knows which.
        {true, "see 'maxclients' in its configuration, and "
               "options::max_connections"},
        {true, "it is part of a cluster: use redis-cluster://"},
        {false, "a slot is being moved to another node, or has none: wait, or "
                "see CLUSTER SLOTS"},
        {true, "the cluster has lost nodes: see CLUSTER INFO, and "
               "cluster-require-full-coverage"},
        {false, ""}};

      static_assert (sizeof (all) / sizeof (*all) ==
                       static_cast<std::size_t> (error_kind::other) + 1,
                     "one for each kind");

      const facts& about (error_kind t) noexcept
      {
        return all[static_cast<std::size_t> (t)];
      }

      std::string message (const std::string& error)
      {
        std::string hint (remedy (classify (error)));
        return error + (hint.empty () ? "" : "; " + hint);
      }

      struct word
      {
        const char* beginning;
        error_kind kind;
      };

      const word words[] = {
        {"LOADING", error_kind::loading},
        {"BUSY", error_kind::busy},
        {"UNKILLABLE", error_kind::busy},
        {"READONLY", error_kind::replica},
        {"MASTERDOWN", error_kind::replica},
        {"OOM", error_kind::full},
        {"MISCONF", error_kind::not_persisting},
        {"NOREPLICAS", error_kind::few_replicas},
        {"NOAUTH", error_kind::no_login},
        {"WRONGPASS", error_kind::no_login},
        {"ERR invalid password", error_kind::no_login},
        {"NOPERM", error_kind::no_permission},
        {"DENIED", error_kind::no_permission},
        {"ERR max number of clients", error_kind::too_many_clients},
        {"MOVED", error_kind::moved},
        {"CROSSSLOT", error_kind::moved},
        {"ASK ", error_kind::slot_moving},
        {"TRYAGAIN", error_kind::slot_moving},
        {"CLUSTERDOWN Hash slot not served", error_kind::slot_moving},
        {"CLUSTERDOWN", error_kind::cluster_down},
      };

      // A script hands on the error of a command that it calls. Before version
      // 7 the text of the error stands in the middle of another one.
      //
      error_kind find (const std::string& error) noexcept
      {
        for (const word& w : words)
          if (error.compare (0, std::char_traits<char>::length (w.beginning),
                             w.beginning) == 0)
            return w.kind;

        if (error.find ("script") == std::string::npos)
          return error_kind::other;

        for (const word& w : words)
          if (error.find (std::string ("-") + w.beginning) !=
              std::string::npos)
            return w.kind;

        if (error.find ("non local key") != std::string::npos)
          return error_kind::slot_moving;

        for (const char* denied :
             {"The user executing the script", "ACL failure"})
          if (error.find (denied) != std::string::npos)
            return error_kind::no_permission;

        return error_kind::other;
      }
    }

    error_kind classify (const std::string& error) noexcept
    {
      try
      {
        return find (error);
      }
      catch (...)
      {
        return error_kind::other;
      }
    }

    const char* remedy (error_kind t) noexcept
    {
      return about (t).remedy;
    }

    std::string remedy (error_kind t, const std::string& permissions)
    {
      return t == error_kind::no_permission
               ? "permit the user of the library what it needs: '" +
                   permissions + "'"
               : remedy (t);
    }

    not_sent* not_sent::clone () const
    {
      return new not_sent (*this);
    }

    no_answer::no_answer (const std::string& what, std::chrono::milliseconds d)
        : redis_unavailable (what), waited (d)
    {
    }

    no_answer* no_answer::clone () const
    {
      return new no_answer (*this);
    }

    reply_too_large* reply_too_large::clone () const
    {
      return new reply_too_large (*this);
    }

    out_of_step* out_of_step::clone () const
    {
      return new out_of_step (*this);
    }

    server_error::server_error (const std::string& error)
        : server_error (classify (error), message (error))
    {
    }

    server_error::server_error (error_kind t, const std::string& text)
        : redis_error (text), kind (t), permanent (about (t).permanent)
    {
    }

    server_error* server_error::clone () const
    {
      return new server_error (*this);
    }

    refusal::refusal (const std::string& text, error_kind t)
        : server_error (t, text)
    {
      permanent = true;
    }

    refusal* refusal::clone () const
    {
      return new refusal (*this);
    }
  }
}
