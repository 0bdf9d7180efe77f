#ifndef TESTS_FAULT_SUPPORT_BACK_DOOR_HXX
#define TESTS_FAULT_SUPPORT_BACK_DOOR_HXX

#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

#include <odb_alkey/codec.hxx>
#include <odb_alkey/key.hxx>
#include <odb_alkey/redis/connection.hxx>

#include <tests/fault/support/board.hxx>
#include <tests/fault/support/hesitation.hxx>
#include <tests/fault/support/page.hxx>

namespace workload
{
  // A cached value: the editions that a page showed, and the process, the time
  // and the way in which it was made.
  //
  struct value
  {
    value () = default;

    // Made by this process, now.
    //
    value (const editions& shown, const std::string& story);

    editions shown;
    pid_t maker = 0;
    board::clock::rep made = 0;
    std::string story;
  };

  // The latter throws if it cannot read it.
  //
  std::string text (const value&);
  value parsed (const std::string&);

  // Redis as it is reached beside the library: by a cache that anybody could
  // have written, and by those who evict, lose or spoil what is there.
  //
  class back_door
  {
  public:
    back_door (const std::string& redis_url, board&);

    // Under a key of the library: GET and SET.
    //
    bool find (const std::string& key, value&);
    void store (const std::string& key, const value&);

    // The text that Redis has of it, to be printed.
    //
    std::string token (const std::string& identifier);

    // Evicts the token of an object, as maxmemory-policy volatile-* does:
    // none that has a fence, since those have no time to live.
    //
    void evict (subject);

    // Forgets tokens, all of them or only the origin. Cached values stay, and
    // so do leases.
    //
    void lose (chance&);

    // Cuts every connection.
    //
    void disconnect ();

    // The library keeps the value of a page in an entry of its own. A storable
    // key tells which, and must have been shown before the others do anything.
    //
    void know_entry (const page&, const odb_alkey::key&);

    // Makes the value unreadable, for whatever its key: like one that was
    // thrown away, except that it is not forgotten how new it was.
    //
    void spoil (const page&);

    // True if the value is for an older key than it was when asked before.
    // That harms nobody, but a newer one has been thrown away for it.
    //
    bool set_back (const page&);

  private:
    struct entry
    {
      std::string name;
      std::string newest;
    };

    // Twice if need be: connections are cut now and then, on purpose.
    //
    odb_alkey::redis::reply command (const std::vector<std::string>&);

    odb_alkey::redis::endpoint endpoint_;
    std::unique_ptr<odb_alkey::redis::connection> connection_;
    board& counts_;
    std::vector<entry> entries_;
  };
}

namespace odb_alkey
{
  template <>
  struct codec<workload::value>
  {
    static std::string encode (const workload::value& v)
    {
      return workload::text (v);
    }

    static workload::value decode (const std::string& s)
    {
      return workload::parsed (s);
    }
  };
}

#endif // TESTS_FAULT_SUPPORT_BACK_DOOR_HXX
