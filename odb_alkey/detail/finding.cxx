#include <odb_alkey/detail/finding.hxx>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace detail
  {
    const char* checked_characters (const char* s)
    {
      if (s == nullptr)
        throw exception ("a null char pointer cannot be stored: use a string, "
                         "or odb::nullable<std::string> where there may be "
                         "none");

      return s;
    }

    void finding_one::tell (std::size_t, odb_alkey::key&& k, const char* data,
                            std::size_t size)
    {
      taken = fetcher_.take (k, data, size, value_);

      if (!taken)
        stored.assign (data, size);

      key.set (std::move (k));
    }

    bool finding_one::take (std::size_t, odb_alkey::key& k,
                            const argument_view& a)
    {
      taken = fetcher_.take_near (k, a.text (), a.text_size, value_);

      if (taken)
        key.set (std::move (k));

      return taken;
    }
  }
}
