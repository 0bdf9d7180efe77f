#include <tests/benchmark/fed-socket.hxx>

#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <set>
#include <stdexcept>
#include <system_error>

#include <tests/support/plugin-access.hxx>

namespace benchmarks
{
  namespace
  {
    [[noreturn]] void fail (const char* what)
    {
      throw std::system_error (errno, std::generic_category (), what);
    }

    std::set<int> open_descriptors ()
    {
      std::unique_ptr<DIR, int (*) (DIR*)> d (opendir ("/proc/self/fd"),
                                              closedir);

      if (d == nullptr)
        fail ("/proc/self/fd");

      std::set<int> r;

      while (const dirent* e = readdir (d.get ()))
        if (e->d_name[0] != '.' && std::atoi (e->d_name) != dirfd (d.get ()))
          r.insert (std::atoi (e->d_name));

      return r;
    }

    int duplicate (int fd)
    {
      int r (fcntl (fd, F_DUPFD_CLOEXEC, 0));

      if (r == -1)
        fail ("dup");

      return r;
    }

    void replace (int place, int by)
    {
      if (dup3 (by, place, O_CLOEXEC) == -1)
        fail ("dup3");
    }

    odb_alkey::redis::pool& pool_of (odb_alkey::plugin& p)
    {
      return odb_alkey::detail::plugin_access::store (p)
        .scripts ()
        .breaker ()
        .pool ();
    }

    odb_alkey::redis::deadline soon ()
    {
      return std::chrono::steady_clock::now () + std::chrono::seconds (10);
    }
  }

  fed_socket::fed_socket ()
  {
    int ends[2];

    if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
      fail ("socketpair");

    client_ = ends[0];
    server_ = ends[1];
  }

  fed_socket::~fed_socket ()
  {
    ::close (server_);
  }

  void fed_socket::feed (const std::string& reply)
  {
    if (::send (server_, reply.data (), reply.size (),
                MSG_DONTWAIT | MSG_NOSIGNAL) == -1)
      fail ("send");
  }

  bool fed_socket::take (const std::string& request)
  {
    taken_.resize (request.size () + 1);
    ssize_t n (::recv (server_, taken_.data (), taken_.size (), MSG_DONTWAIT));

    if (n == -1)
      fail ("recv");

    return std::string (taken_.data (), static_cast<std::size_t> (n)) ==
           request;
  }

  diversion::diversion (odb_alkey::plugin& p, fed_socket& s): alkey_ (p)
  {
    // The one that is new belongs to the plugin's new connection, which is the
    // only one.
    //
    pool_of (p).clear ();
    std::set<int> before (open_descriptors ());
    pool_of (p).acquire (soon ());
    std::set<int> after (open_descriptors ());

    for (int fd : before)
      after.erase (fd);

    if (after.size () != 1)
      throw std::runtime_error ("which descriptor is the connection's?");

    place_ = *after.begin ();
    real_ = duplicate (place_);
    fed_ = s.client ();
    checked_ = clock::now ();
    replace (place_, fed_);
  }

  diversion::~diversion ()
  {
    dup3 (real_, place_, O_CLOEXEC);
    ::close (real_);
    ::close (fed_);
  }

  void diversion::check ()
  {
    // Long before it would by itself.
    //
    if (clock::now () - checked_ < std::chrono::milliseconds (300))
      return;

    replace (place_, real_);
    pool_of (alkey_).acquire (soon ())->check (soon ());
    checked_ = clock::now ();
    replace (place_, fed_);
  }

  std::uint64_t diversion::sent () const
  {
    return pool_of (alkey_).acquire (soon ())->sent ();
  }
}
