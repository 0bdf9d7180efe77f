#ifndef ODB_ALKEY_KEYS_ARGUMENT_LISTS_HXX
#define ODB_ALKEY_KEYS_ARGUMENT_LISTS_HXX

#include <cstddef>
#include <vector>

#include <odb_alkey/keys/arguments.hxx>
#include <odb_alkey/reused.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // The arguments of one key, where they were written: a view.
    //
    struct argument_view
    {
      typedef arguments::slot slot;

      argument_view (const arguments& a) noexcept
          : argument_view (a, 0, a.text.size (), 0, a.slots.size ())
      {
      }

      argument_view (const arguments& a, std::size_t text_from,
                     std::size_t text_to, std::size_t slots_from,
                     std::size_t slots_to) noexcept
          : whole (&a), text_begin (text_from),
            text_size (text_to - text_from),
            first (a.slots.data () + slots_from),
            last (a.slots.data () + slots_to)
      {
      }

      const char* text () const noexcept
      {
        return whole->text.data () + text_begin;
      }

      std::size_t slots () const noexcept
      {
        return static_cast<std::size_t> (last - first);
      }

      // Where an identifier is in this text.
      //
      const char* begin_of (const slot& s) const noexcept
      {
        return whole->text.data () + s.begin;
      }

      identifier_view view (const slot& s) const noexcept
      {
        return whole->view (s);
      }

      const arguments* whole;
      std::size_t text_begin;
      std::size_t text_size;
      const slot* first;
      const slot* last;
    };

    // The arguments of several keys, one after another, so that many of them
    // need no more memory than one.
    //
    //   argument_lists l (names);
    //   add (l.next (), "a");
    //   add (l.next (), "b");
    //   l[1] // those of the second
    //
    class argument_lists
    {
    public:
      explicit argument_lists (const table_names& n): all_ (n) {}

      // Ends the one before. Add to what it returns, until it is called again.
      //
      arguments& next ()
      {
        begins_.push_back (begin {all_.text.size (), all_.slots.size ()});
        return all_;
      }

      std::size_t size () const noexcept
      {
        return begins_.size ();
      }

      argument_view operator[] (std::size_t i) const noexcept
      {
        begin e (i + 1 != size ()
                   ? begins_[i + 1]
                   : begin {all_.text.size (), all_.slots.size ()});
        return argument_view (all_, begins_[i].text, e.text, begins_[i].slot,
                              e.slot);
      }

    private:
      struct begin
      {
        std::size_t text;
        std::size_t slot;
      };

      arguments all_;
      reused<std::vector<begin>, argument_lists> begins_;
    };
  }
}

#endif // ODB_ALKEY_KEYS_ARGUMENT_LISTS_HXX
