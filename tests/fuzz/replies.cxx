#include <odb_alkey/redis/reply-reader.hxx>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include <hiredis.h>

#include <odb_alkey/exception.hxx>

#include <tests/support/fed-reader.hxx>

#include "reference-replies.hxx"
#include "require.hxx"

// Replies that arrive in pieces are those that hiredis makes of the same bytes
// by itself, up to the bounds of our reader and of its caller.

using namespace fuzz;
using odb_alkey::redis::reply_limits;

namespace
{
  const std::size_t longest_line (64 * 1024);
  const unsigned deepest (7);

  // Two bytes that are rarely together repeat the one before them, so that a
  // small input can go beyond a bound.
  //
  std::string expanded (const std::uint8_t* data, std::size_t size)
  {
    std::string r;

    for (std::size_t i (0); i != size; ++i)
    {
      if (size - i > 2 && data[i] == 0xfe && data[i + 1] == 0xff && i != 0 &&
          r.size () < 2 * longest_line)
      {
        r.append (data[i + 2] * 512U, r.back ());
        i += 2;
      }
      else
        r += static_cast<char> (data[i]);
    }

    return r;
  }

  // Takes off the limits what the reply holds. False if that is too much.
  //
  bool take (reply_limits& left, const redisReply& v, unsigned depth)
  {
    switch (v.type)
    {
    case REDIS_REPLY_NIL:
    case REDIS_REPLY_INTEGER:
      return true;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_ERROR:
    case REDIS_REPLY_STATUS:
    {
      bool fits (
        std::size_t (v.len) <= left.bytes &&
        (v.type == REDIS_REPLY_STRING || std::size_t (v.len) <= longest_line));
      left.bytes -= fits ? std::size_t (v.len) : 0;
      return fits;
    }
    case REDIS_REPLY_ARRAY:
      break;
    default:
      return false;
    }

    if (depth > deepest || v.elements > left.elements)
      return false;

    left.elements -= v.elements;
    return std::all_of (v.element, v.element + v.elements,
                        [&] (const redisReply* e)
                        { return take (left, *e, depth + 1); });
  }

  bool within_bounds (const redisReply& v, reply_limits l)
  {
    return take (l, v, 1);
  }

  // Returns true if a part of a reply is reason enough to refuse it.
  //
  bool may_go_beyond (const std::string& bytes)
  {
    return bytes.size () > longest_line ||
           std::count (bytes.begin (), bytes.end (), '*') > deepest ||
           std::count_if (bytes.begin (), bytes.end (),
                          [] (char c) { return c >= '0' && c <= '9'; }) > 8 ||
           bytes.find_first_of ("_#,(=%~>|") != std::string::npos;
  }

  // Returns true if the reader waits for the rest of a line, or of a string
  // whose length has arrived, that is longer than it accepts.
  //
  bool goes_beyond (const std::string& left, const reply_limits& l)
  {
    if (left.find ("\r\n") == std::string::npos)
      return left.size () > longest_line + 2;

    return std::strtoull (left.c_str (), nullptr, 10) > l.bytes;
  }

  // Holds each reply against the next of the reference, until one is refused
  // or all that has arrived is read.
  //
  class comparison
  {
  public:
    comparison (const std::string& bytes, const reply_limits& l)
        : bytes_ (bytes), limits_ (l), reference_ (bytes)
    {
    }

    void arrive (const char* data, std::size_t size)
    {
      in_.arrive (data, size);

      try
      {
        for (odb_alkey::redis::reply r; in_.next (r, limits_); ++next_)
        {
          require (next_ < reference_.all.size (), "hiredis has this reply");
          const redisReply& expected (*reference_.all[next_]);
          require (within_bounds (expected, limits_),
                   "what is read is within bounds");
          require (shown (r) == shown (expected), "the replies are equal");
        }
      }
      catch (const odb_alkey::redis_error&)
      {
        refused_ = true;
      }
    }

    bool refused () const
    {
      return refused_;
    }

    void end ()
    {
      bool more (next_ != reference_.all.size ());

      if (!refused_)
      {
        require (!more && !reference_.failed, "hiredis reads no more");
        require (in_.empty () == reference_.ends (), "no more is waited for");
        require (!goes_beyond (reference_.left (), limits_),
                 "no bound is exceeded");
        return;
      }

      // A later hiredis makes the same of two types, of which one is refused.
      //
      bool another_nil (bytes_.find ('_') != std::string::npos);

      require (more ? another_nil ||
                        !within_bounds (*reference_.all[next_], limits_)
                    : reference_.failed || limits_.bytes < all_.bytes ||
                        may_go_beyond (bytes_),
               "what is refused is no reply, or beyond a bound");

      try
      {
        odb_alkey::redis::reply r;
        in_.next (r, limits_);
        require (false, "nothing is read after a refusal");
      }
      catch (const odb_alkey::redis_error&)
      {
      }
    }

  private:
    const std::string& bytes_;
    const reply_limits all_ {};
    const reply_limits limits_;
    reference_replies reference_;
    tests::fed_reader in_;
    std::size_t next_ = 0;
    bool refused_ = false;
  };
}

extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t* data,
                                       std::size_t size)
{
  if (size == 0)
    return 0;

  const std::string bytes (expanded (data + 1, size - 1));

  if (takes_too_much (bytes))
    return 0;

  // The first byte tells how it is split: not at all, or somehow. And whether
  // so much is asked for as any reply may hold, or less.
  //
  std::size_t split (*data % 128);
  reply_limits limits;

  if (*data >= 128)
  {
    limits.elements = *data % 8;
    limits.bytes = *data % 32;
  }

  comparison c (bytes, limits);

  for (std::size_t i (0); i != bytes.size () && !c.refused ();)
  {
    std::size_t n (split == 0 ? bytes.size () : 1 + split % 61);
    n = std::min (bytes.size () - i, bytes.size () > 4096 ? n * 1024 : n);
    c.arrive (bytes.data () + i, n);
    i += n;

    if (split != 0)
      split = split * 137 % 8191;
  }

  c.end ();
  return 0;
}
