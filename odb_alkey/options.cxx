#include <odb_alkey/options.hxx>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/url.hxx>

namespace odb_alkey
{
  namespace
  {
    // Up to nine digits, so that it fits an int.
    //
    bool number (const std::string& s, int& r)
    {
      if (s.empty () || s.size () > 9 ||
          s.find_first_not_of ("0123456789") != std::string::npos)
        return false;

      r = std::atoi (s.c_str ());
      return true;
    }

    // Options whose text is taken as it is, and that check () checks.
    //
    struct text_option
    {
      const char* variable;
      const char* name;
      std::string options::*value;
    };

    const text_option text_options[] = {
      {"REDIS_TLS_CA", "tls_ca", &options::tls_ca},
      {"REDIS_TLS_CERTIFICATE", "tls_certificate", &options::tls_certificate},
      {"REDIS_TLS_KEY", "tls_key", &options::tls_key},
      {"REDIS_TLS_SERVER_NAME", "tls_server_name", &options::tls_server_name},
      {"REDIS_SENTINEL_USER", "sentinel_user", &options::sentinel_user},
      {"REDIS_SENTINEL_PASSWORD", "sentinel_password",
       &options::sentinel_password}};

    void set (options& o, const std::string& name, const std::string& value)
    {
      int n;

      if (value.empty ())
        return;

      if (name == "REDIS_URL")
      {
        try
        {
          redis::parse_url (value);
        }
        catch (const invalid_options& e)
        {
          throw invalid_options ("REDIS_URL: " + std::string (e.what ()));
        }

        o.url = value;
      }
      else if (name == "REDIS_DB")
      {
        if (!number (value, n))
          throw invalid_options ("REDIS_DB is '" + value +
                                 "': use the number of a database, such as 0");

        o.database = n;
      }
      else if (name == "REDIS_MAX_CONNECTIONS")
      {
        if (!number (value, n) || n == 0)
          throw invalid_options (
            "REDIS_MAX_CONNECTIONS is '" + value +
            "': use the greatest number of connections that this process "
            "may open, from 1 on");

        o.max_connections = static_cast<std::size_t> (n);
      }
      else
        for (const text_option& t : text_options)
          if (name == t.variable)
            o.*t.value = value;
    }

    void set_from_environment (options& o, const char* name)
    {
      if (const char* value = std::getenv (name))
        set (o, name, value);
    }

    template <typename D>
    void check_positive (const char* name, const D& d, const char* example)
    {
      if (d.count () <= 0)
        throw invalid_options ("options::" + std::string (name) + " is " +
                               std::to_string (d.count ()) +
                               ": use a positive time, such as " + example);
    }

    void check_not_negative (const char* name, std::chrono::milliseconds d)
    {
      if (d.count () < 0)
        throw invalid_options ("options::" + std::string (name) + " is " +
                               std::to_string (d.count ()) +
                               ": use 0 or more milliseconds");
    }
  }

  options options::from_environment ()
  {
    options o;

    for (const char* name : {"REDIS_URL", "REDIS_DB", "REDIS_MAX_CONNECTIONS"})
      set_from_environment (o, name);

    for (const text_option& t : text_options)
      set_from_environment (o, t.variable);

    return o;
  }

  options options::from (const std::map<std::string, std::string>& values)
  {
    options o;

    for (const auto& v : values)
      set (o, v.first, v.second);

    return o;
  }

  void options::check () const
  {
    redis::endpoint e (redis::parse_url (url));

    // A user that names a certificate expects that the connection is
    // encrypted.
    //
    for (const text_option& t : text_options)
    {
      bool tls (std::strncmp (t.name, "tls", 3) == 0);

      if (!(this->*t.value).empty () &&
          !(tls ? e.encrypted : !e.sentinels.empty ()))
        throw invalid_options (
          "options::" + std::string (t.name) + " is set, but the URL is " +
          e.str () + ": use " +
          (tls ? "rediss://, rediss-sentinel:// or rediss-cluster://"
               : "redis-sentinel:// or rediss-sentinel://") +
          ", or leave it empty");
    }

    if (!e.seeds.empty () && database > 0)
      throw invalid_options (
        "options::database is " + std::to_string (database) +
        ", but the URL is " + e.str () +
        ": a cluster has one database only, so use 0, or leave it -1");

    if (tls_certificate.empty () != tls_key.empty ())
      throw invalid_options ("options::tls_certificate is '" +
                             tls_certificate + "' and tls_key is '" + tls_key +
                             "': set both or none");

    if (!sentinel_user.empty () && sentinel_password.empty ())
      throw invalid_options ("options::sentinel_user is '" + sentinel_user +
                             "': set sentinel_password as well");

    if (name_space.empty () ||
        name_space.find_first_not_of (
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
          "_-.") != std::string::npos)
      throw invalid_options ("options::name_space is '" + name_space +
                             "': use letters, digits, '_', '-' and '.'");

    if (max_connections == 0)
      throw invalid_options ("options::max_connections is 0: use at least 1");

    if (max_pending == 0)
      throw invalid_options ("options::max_pending is 0: use at least 1");

    check_positive ("connect_timeout", connect_timeout, "200 ms");
    check_positive ("command_timeout", command_timeout, "200 ms");
    check_positive ("budget", budget, "500 ms");
    check_positive ("token_ttl", token_ttl, "24 h");
    check_positive ("fence_timeout", fence_timeout, "10 s");
    check_not_negative ("early_fences", early_fences);

    check_not_negative ("max_replica_lag", max_replica_lag);
    check_not_negative ("max_stamp_age", max_stamp_age);
  }
}
