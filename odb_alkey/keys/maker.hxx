#ifndef ODB_ALKEY_KEYS_MAKER_HXX
#define ODB_ALKEY_KEYS_MAKER_HXX

#include <string>

#include <odb_alkey/detail/key-maker.hxx>

namespace odb_alkey
{
  namespace changes
  {
    class database_recorder;
  }

  namespace keys
  {
    // Makes keys of the tokens in Redis, and of what the calling thread's
    // transactions have written.
    //
    class maker final: public detail::key_maker
    {
    public:
      // The recorder must outlive it.
      //
      explicit maker (changes::database_recorder& r): recorder_ (r) {}

      const detail::table_names& tables () const noexcept override;
      key make (const detail::arguments&) const override;
      void find (const detail::argument_lists&, found&) const override;
      std::string token (const detail::arguments&) const override;
      bool uncommitted () const override;

    private:
      changes::database_recorder& recorder_;
    };
  }
}

#endif // ODB_ALKEY_KEYS_MAKER_HXX
