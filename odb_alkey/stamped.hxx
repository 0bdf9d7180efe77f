#ifndef ODB_ALKEY_STAMPED_HXX
#define ODB_ALKEY_STAMPED_HXX

#include <memory>

#include <odb_alkey/detail/stamp.hxx>

namespace odb_alkey
{
  namespace detail
  {
    class parents;
    struct stamp_access;
  }

  // The base of every tracked class: what the library remembers in an object,
  // beside the data that it describes. Derive from tracked<T> (tracked.hxx),
  // or directly from this if the class has a callback of its own.
  //
  // Copies and moves carry it along with the data, which is as old in the
  // copy as it was in the original. It is no part of the object's value and
  // changes in const objects, since ODB writes those as well; like the rest
  // of the object it is used by one thread at a time.
  //
  class stamped
  {
  protected:
    stamped () = default;
    ~stamped () = default;
    stamped (const stamped&) = default;
    stamped (stamped&&) = default;
    stamped& operator= (const stamped&) = default;
    stamped& operator= (stamped&&) = default;

  private:
    friend struct detail::stamp_access;

    // What was known of the clock before the snapshot was opened that the
    // data comes from; unknown for what no database holds.
    //
    mutable detail::stamp stamp_;

    // The parents that were told by touches () last; null in all other
    // classes.
    //
    mutable std::shared_ptr<const detail::parents> parents_;
  };

  namespace detail
  {
    struct stamp_access
    {
      static detail::stamp& of (const stamped& s) noexcept
      {
        return s.stamp_;
      }

      static std::shared_ptr<const detail::parents>&
      parents_of (const stamped& s) noexcept
      {
        return s.parents_;
      }
    };
  }
}

#endif // ODB_ALKEY_STAMPED_HXX
