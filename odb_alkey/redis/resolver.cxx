#include <odb_alkey/redis/resolver.hxx>

#include <netdb.h>
#include <sys/socket.h>

#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/support/fork.hxx>

namespace odb_alkey
{
  namespace redis
  {
    namespace
    {
      struct lookup
      {
        std::string host;
        std::string port;
        std::mutex mutex;
        std::condition_variable ended;
        bool done = false;
        int error = 0;
        addresses found;
      };

      typedef std::shared_ptr<lookup> lookup_ptr;

      // The lookups that have not ended. A caller that asks for the same name
      // waits for the same lookup, so that a dead name server costs one thread
      // for each name. The child of a fork has none. The object is never
      // destroyed, since the threads may outlive everything else.
      //
      class lookups final: private support::fork_aware
      {
      public:
        static lookups& instance ()
        {
          static lookups& all (*new lookups);
          return all;
        }

        // Finds or makes a lookup. Returns true if it is new.
        //
        bool find (const std::string& host, const std::string& port,
                   lookup_ptr& l)
        {
          std::lock_guard<std::mutex> g (mutex_);
          forget ();
          std::weak_ptr<lookup>& known (pending_[host + ' ' + port]);
          l = known.lock ();

          if (l != nullptr)
            return false;

          l = std::make_shared<lookup> ();
          l->host = host;
          l->port = port;
          known = l;
          return true;
        }

        void ended (const lookup& l)
        {
          std::lock_guard<std::mutex> g (mutex_);
          pending_.erase (l.host + ' ' + l.port);
        }

      private:
        // Forgets the lookups of the parent.
        //
        void forget ()
        {
          if (forked_)
            pending_.clear ();

          forked_ = false;
        }

        void before_fork () noexcept override
        {
          mutex_.lock ();
        }

        void after_fork (bool child) noexcept override
        {
          forked_ = forked_ || child;
          mutex_.unlock ();
        }

        std::mutex mutex_;
        std::map<std::string, std::weak_ptr<lookup>> pending_;
        bool forked_ = false;
        support::fork_registration registration_ {*this};
      };

      // Returns the error of getaddrinfo.
      //
      int look_up (const std::string& host, const std::string& port, int flags,
                   addresses& found)
      {
        addrinfo hints;
        std::memset (&hints, 0, sizeof (hints));
        hints.ai_family = AF_UNSPEC;
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_NUMERICSERV | flags;

        addrinfo* list (nullptr);
        int r (getaddrinfo (host.c_str (), port.c_str (), &hints, &list));

        if (r == 0)
          found.reset (list, &freeaddrinfo);

        return r;
      }

      void run (const lookup_ptr& l)
      {
        addresses found;
        int error (look_up (l->host, l->port, 0, found));
        lookups::instance ().ended (*l);

        std::lock_guard<std::mutex> g (l->mutex);
        l->found = found;
        l->error = error;
        l->done = true;
        l->ended.notify_all ();
      }

      void start (const lookup_ptr& l)
      {
        try
        {
          std::thread ([l] { run (l); }).detach ();
        }
        catch (const std::system_error& e)
        {
          lookups::instance ().ended (*l);
          throw redis_unavailable ("cannot connect to Redis: no thread can "
                                   "be started to look up its host: " +
                                   std::string (e.what ()));
        }
      }
    }

    addresses resolve (const std::string& host, std::uint16_t port, deadline d)
    {
      std::string number (std::to_string (port));
      addresses found;

      if (look_up (host, number, AI_NUMERICHOST, found) == 0)
        return found;

      lookup_ptr l;

      if (lookups::instance ().find (host, number, l))
        start (l);

      std::unique_lock<std::mutex> g (l->mutex);

      if (!l->ended.wait_until (g, d, [&l] { return l->done; }))
        throw redis_unavailable (
          "cannot connect to Redis: looking up the host '" + host +
          "' takes too long; is the name server reachable?");

      if (l->error != 0)
        throw redis_unavailable ("cannot connect to Redis: the host '" + host +
                                 "' is not found: " + gai_strerror (l->error));

      return l->found;
    }
  }
}
