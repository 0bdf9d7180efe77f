#include <odb_alkey/keys/arguments.hxx>

namespace odb_alkey
{
  namespace detail
  {
    void arguments::identifier (const char* data, std::size_t size)
    {
      slots.push_back (slot {text.size (), size,
                             detail::view (data, size).hash, false, stamp ()});
      text.append (data, size);
    }

    void arguments::literal (const char* data, std::size_t size)
    {
      text += '=';
      escape (text, data, size);
    }

    void arguments::string (const char* data, std::size_t size)
    {
      if (odb_alkey::identifier::valid (data, size))
        identifier (data, size);
      else
        literal (data, size);
    }

    void arguments::append (const arguments& a)
    {
      for (slot s : a.slots)
      {
        s.begin += text.size ();
        slots.push_back (s);
      }

      text += a.text;
    }
  }
}
