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

  usage usage_of (pid_t pid)
  {
    const std::string d ("/proc/" + std::to_string (pid));
    std::size_t all (0);
    std::size_t resident (0);
    std::ifstream (d + "/statm") >> all >> resident;

    return usage {resident *
                    static_cast<std::size_t> (sysconf (_SC_PAGESIZE)) /
                    (1024 * 1024),
                  entries (d + "/task"), entries (d + "/fd")};
  }

  std::vector<std::string> leaks (const std::vector<usage>& before,
                                  const std::vector<usage>& after,
                                  std::size_t connections)
  {
    std::vector<std::string> r;

    for (std::size_t i (0); i != after.size (); ++i)
    {
      auto check =
        [&] (std::size_t usage::*what, std::size_t more, const char* name)
      {
        if (after[i].*what > before[i].*what + more)
          r.push_back ("process " + std::to_string (i) + " went from " +
                       std::to_string (before[i].*what) + " to " +
                       std::to_string (after[i].*what) + ' ' + name);
      };

      check (&usage::megabytes, megabytes_more, "megabytes");
      check (&usage::threads, 1, "threads");
      check (&usage::descriptors, connections + files_more, "descriptors");
    }

    return r;
  }
}
