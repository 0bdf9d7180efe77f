// The beginning of a connection: it logs in, selects the database, and asks
// which server it is connected to.
//
#include <odb_alkey/redis/connection.hxx>

#include <algorithm>
#include <functional>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/server-error.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      // Hides the password in an error. A server that does not know AUTH
      // repeats its arguments, and long ones in part.
      //
      std::string without (std::string text, const std::string& secret)
      {
        text.erase (std::min (text.size (), text.find (", with args")));

        if (!secret.empty ())
        {
          std::string::size_type p (0);

          while ((p = text.find (secret, p)) != std::string::npos)
            text.replace (p, secret.size (), "***");
        }

        return text;
      }

      // Some remedies do not follow from the first word of the error.
      //
      std::string remedy (const std::string& error, const endpoint& e)
      {
        if (error.find ("without any password") != std::string::npos ||
            error.find ("no password is set") != std::string::npos)
          return "it has no password: leave it out of the URL";

        if (error.find ("DB index") != std::string::npos)
          return "it has no database " + std::to_string (e.database) +
                 ": see 'databases' in its configuration";

        return redis::remedy (classify (error));
      }

      // 20 hexadecimal digits of an id are 80 bits.
      //
      const std::size_t shown_of_id (20);

      std::string field (const std::string& info, const std::string& name)
      {
        std::string::size_type begin (info.find ("\n" + name + ":"));

        if (begin == std::string::npos)
          return "";

        begin += name.size () + 2;
        return info.substr (begin, info.find_first_of ("\r\n", begin) - begin);
      }

      void ask (request& r, const char* section)
      {
        r.command (2);
        r.argument ("INFO");
        r.argument (section);
      }

      [[noreturn]] void refuse (const std::string& where, const endpoint& e,
                                const reply& r)
      {
        std::string error (r.str ());
        std::string hint (remedy (error, e));

        throw refusal ("Redis at " + where + " refused the connection: " +
                         without (error, e.password) +
                         (hint.empty () ? "" : "; " + hint),
                       classify (error));
      }
    }

    // Sends everything at once, so that connecting takes one round trip more
    // than that of the socket. A sentinel gets the password only.
    //
    void connection::handshake (const endpoint& e, peer p, deadline d)
    {
      bool auth (!e.user.empty () || !e.password.empty ());
      request r;

      if (auth)
      {
        // Redis before version 6 has AUTH without a user only.
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

      if (p == peer::primary)
      {
        ask (r, "server");
        ask (r, "replication");
        ask (r, "memory");
      }

      if (r.commands () == 0)
        return;

      try
      {
        send (r, d);
      }
      catch (const redis_unavailable&)
      {
        // A server that has no connection left, or is protected, says so and
        // closes at once.
        //
        reply last;

        if (parse (last) && last.error ())
          refuse (where_, e, last);

        throw;
      }

      std::string info (read_replies (e, r.commands (), d));

      if (p != peer::primary)
        return;

      run_id_ = field (info, "run_id");
      server_version_ = field (info, "redis_version");

      if (run_id_.empty ())
        throw refusal ("Redis at " + where_ +
                         ": INFO server names no run_id, without which a "
                         "restart cannot be noticed; is a proxy between?",
                       error_kind::other);

      note_server (info);
    }

    void connection::check (deadline d)
    {
      request r;
      ask (r, "replication");
      ask (r, "memory");
      send (r, d);
      note_server (read_replies (endpoint (), r.commands (), d));
    }

    std::string connection::read_replies (const endpoint& e,
                                          std::size_t replies, deadline d)
    {
      std::string r;

      for (; replies != 0; --replies)
      {
        reply one (receive (d));

        if (one.error ())
          refuse (where_, e, one);

        r += '\n' + one.str ();
      }

      return r;
    }

    void connection::note_server (const std::string& info)
    {
      checked_ = std::chrono::steady_clock::now ();
      maxmemory_policy_ = field (info, "maxmemory_policy");
      server_ = run_id_.substr (0, shown_of_id) + '-' +
                field (info, "master_replid").substr (0, shown_of_id);
      server_hash_ = std::hash<std::string> () (server_);

      std::string role (field (info, "role"));

      // A sentinel names no role. A server that has named one before would do
      // so again.
      //
      if (role.empty () && names_role_)
        throw out_of_step ("Redis at " + where_ +
                           ": the reply to INFO is to something else");

      names_role_ = !role.empty ();

      // The data of a replica may be old, and it must not be written.
      //
      if (role == "slave")
        throw refusal ("Redis at " + where_ + " is a replica of " +
                         field (info, "master_host") + "; " +
                         redis::remedy (error_kind::replica),
                       error_kind::replica);
    }
  }
}
