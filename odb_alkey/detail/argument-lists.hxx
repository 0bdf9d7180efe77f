#ifndef ODB_ALKEY_DETAIL_ARGUMENT_LISTS_HXX
#define ODB_ALKEY_DETAIL_ARGUMENT_LISTS_HXX

#include <cstddef>
#include <vector>

#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/recycled.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // The arguments of one key, where they were written: a view.
    //
    struct argument_view
    {
      typedef arguments::identifier_ref identifier_ref;

      argument_view (const arguments& a) noexcept
          : argument_view (a, 0, a.text.size (), 0, a.identifiers.size ())
      {
      }

      argument_view (const arguments& a, std::size_t text_from,
                     std::size_t text_to, std::size_t identifiers_from,
                     std::size_t identifiers_to) noexcept
          : whole (&a), text_begin (text_from),
            text_size (text_to - text_from),
            first (a.identifiers.data () + identifiers_from),
            last (a.identifiers.data () + identifiers_to)
      {
      }

      const char* text () const noexcept
      {
        return whole->text.data () + text_begin;
      }

      std::size_t identifiers () const noexcept
      {
        return static_cast<std::size_t> (last - first);
      }

      // Where an identifier is in this text.
      //
      const char* begin_of (const identifier_ref& s) const noexcept
      {
        return whole->text.data () + s.begin;
      }

      identifier_view view (const identifier_ref& s) const noexcept
      {
        return whole->view (s);
      }

      const arguments* whole;
      std::size_t text_begin;
      std::size_t text_size;
      const identifier_ref* first;
      const identifier_ref* last;
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

      // Begins the arguments of the next key. Add them to the result, until
      // this is called again.
      //
      arguments& next ()
      {
        begins_.push_back (
          begin {all_.text.size (), all_.identifiers.size ()});
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
                   : begin {all_.text.size (), all_.identifiers.size ()});
        return argument_view (all_, begins_[i].text, e.text,
                              begins_[i].identifier, e.identifier);
      }

    private:
      struct begin
      {
        std::size_t text;
        std::size_t identifier;
      };

      arguments all_;
      recycled<std::vector<begin>, argument_lists> begins_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_ARGUMENT_LISTS_HXX
