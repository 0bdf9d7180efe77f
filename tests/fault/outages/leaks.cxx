#include <tests/fault/outages/leaks.hxx>

#include <algorithm>
#include <fstream>

#include <dirent.h>
#include <unistd.h>

namespace outages
{
  namespace
  {
    // A heap that was used to the full by a burst keeps its size; one of a
    // sanitizer, whatever was freed.
    //
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    const std::size_t megabytes_more (100000);
#else
    const std::size_t megabytes_more (24);
#endif

    // Of connections to the database, which has its own pool.
    //
    const std::size_t files_more (9);

    std::size_t entries (const std::string& directory)
    {
      DIR* d (opendir (directory.c_str ()));
      std::size_t n (0);

      if (d == nullptr)
        return n;

      while (dirent* e = readdir (d))
        n += e->d_name[0] != '.' ? 1 : 0;

      closedir (d);
      return n;
    }
  }

  leaks::usage::usage (pid_t pid)
  {
    const std::string d ("/proc/" + std::to_string (pid));
    std::size_t all (0);
    std::size_t resident (0);
    std::ifstream (d + "/statm") >> all >> resident;

    megabytes = resident * static_cast<std::size_t> (sysconf (_SC_PAGESIZE)) /
                (1024 * 1024);
    threads = entries (d + "/task");
    descriptors = entries (d + "/fd");
  }

  leaks::leaks (const std::vector<pid_t>& v)
      : processes_ (v), before_ (v.begin (), v.end ())
  {
  }

  void leaks::look (workload::report& p, std::size_t connections)
  {
    for (std::size_t i (0); i != processes_.size (); ++i)
    {
      usage before (before_[i]);
      usage after (processes_[i]);

      auto check =
        [&] (std::size_t usage::*what, std::size_t more, const char* name)
      {
        p.require (after.*what <= before.*what + more,
                   "process " + std::to_string (i) + " went from " +
                     std::to_string (before.*what) + " to " +
                     std::to_string (after.*what) + ' ' + name);
      };

      check (&usage::megabytes, megabytes_more, "megabytes");
      check (&usage::threads, 1, "threads");
      check (&usage::descriptors, connections + files_more, "descriptors");

      if (after.megabytes > before.megabytes)
        megabytes_ = std::max (megabytes_, after.megabytes - before.megabytes);
    }
  }
}
