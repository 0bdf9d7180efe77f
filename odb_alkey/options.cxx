#include <odb_alkey/options.hxx>

#include <algorithm>
#include <cstdlib>

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
    }

    const char* const names[] = {"REDIS_URL", "REDIS_DB",
                                 "REDIS_MAX_CONNECTIONS"};

    template <typename D>
    void check_positive (const char* name, const D& d, const char* example)
    {
      if (d.count () <= 0)
        throw invalid_options ("options::" + std::string (name) + " is " +
                               std::to_string (d.count ()) +
                               ": use a positive time, such as " + example);
    }
  }

  options options::from_environment ()
  {
    options o;

    for (const char* name : names)
    {
      if (const char* value = std::getenv (name))
        set (o, name, value);
    }

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
    redis::parse_url (url);

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

    if (max_replica_lag.count () < 0)
      throw invalid_options ("options::max_replica_lag is " +
                             std::to_string (max_replica_lag.count ()) +
                             ": use 0 or more milliseconds");
  }
}
