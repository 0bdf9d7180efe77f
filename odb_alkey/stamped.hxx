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

  // The base of every tracked class. Derive from tracked<T> (tracked.hxx), or
  // directly from this if the class has a callback of its own.
  //
  // It remembers in each object how old the data is. Copies and moves take
  // this along, because the data in a copy is as old as in the original. It is
  // not part of the object's value. It changes in const objects, since ODB
  // writes those as well. Like the rest of an object, only one thread may use
  // it at a time.
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

    // The greatest clock that was known before the transaction's snapshot was
    // opened, from which the data comes. Unknown if the data does not come
    // from a database.
    //
    mutable detail::stamp stamp_;

    // The parents that touches () named last. Null if the class has no
    // touches ().
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
