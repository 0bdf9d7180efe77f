// How a connection begins: who we are, which database, and who is there.
//
#include <odb_alkey/redis/connection.hxx>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      bool begins (const std::string& s, const char* prefix)
      {
        return s.compare (0, std::char_traits<char>::length (prefix),
                          prefix) == 0;
      }

      // A server that does not know AUTH repeats its arguments.
      //
      std::string without (std::string text, const std::string& secret)
      {
        if (!secret.empty ())
        {
          std::string::size_type p (0);

          while ((p = text.find (secret, p)) != std::string::npos)
            text.replace (p, secret.size (), "***");
        }

        return text;
      }

      std::string remedy (const std::string& error, const endpoint& e)
      {
        if (begins (error, "NOAUTH"))
          return "it asks for a password: put it into the URL, as in "
                 "redis://:password@host";

        if (begins (error, "WRONGPASS") ||
            begins (error, "ERR invalid password"))
          return "check user and password in the URL";

        if (begins (error, "NOPERM"))
          return "give the user these permissions (ACL SETUSER)";

        if (error.find ("without any password") != std::string::npos ||
            error.find ("no password is set") != std::string::npos)
          return "it has no password: leave it out of the URL";

        if (error.find ("DB index") != std::string::npos)
          return "it has no database " + std::to_string (e.database) +
                 ": see 'databases' in its configuration";

        if (error.find ("max number of clients") != std::string::npos)
          return "see 'maxclients' in its configuration";

        return "";
      }

      std::string field (const std::string& info, const std::string& name)
      {
        std::string::size_type begin (info.find ("\n" + name + ":"));

        if (begin == std::string::npos)
          return "";

        begin += name.size () + 2;
        return info.substr (begin, info.find_first_of ("\r\n", begin) - begin);
      }
    }

    // All at once, so that connecting takes one round trip more than a
    // socket's own.
    //
    void connection::greet (const endpoint& e, deadline d)
    {
      bool auth (!e.user.empty () || !e.password.empty ());
      request r;

      if (auth)
      {
        // AUTH with a user is of Redis 6.
        //
        r.command (e.user.empty () ? 2 : 3);
        r.argument ("AUTH");

        if (!e.user.empty ())
          r.argument (e.user);

        r.argument (e.password);
      }

      if (e.database != 0)
      {
        r.command (2);
        r.argument ("SELECT");
        r.argument (std::uint64_t (e.database));
      }

      r.command (2);
      r.argument ("INFO");
      r.argument ("server");

      try
      {
        send (r, d);
      }
      catch (const redis_unavailable&)
      {
        // A server that is full, or protected, says so and closes at once.
        //
        reply last (parse ());

        if (last && last.error ())
          refuse (e, last);

        throw;
      }

      for (std::size_t i (1); i != r.commands (); ++i)
      {
        reply done (receive (d));

        if (done.error ())
          refuse (e, done);
      }

      learn (e, receive (d));
    }

    void connection::learn (const endpoint& e, const reply& r)
    {
      if (r.error ())
        refuse (e, r);

      std::string info (r.str ());
      run_id_ = field (info, "run_id");
      server_version_ = field (info, "redis_version");

      if (run_id_.empty ())
        throw redis_error ("Redis at " + where_ +
                           ": INFO server names no run_id, without which a "
                           "restart cannot be noticed; is a proxy between?");
    }

    void connection::refuse (const endpoint& e, const reply& r) const
    {
      std::string error (r.str ());
      std::string hint (remedy (error, e));

      throw redis_error ("Redis at " + where_ + " refused the connection: " +
                         without (error, e.password) +
                         (hint.empty () ? "" : "; " + hint));
    }
  }
}
