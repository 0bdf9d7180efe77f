#ifndef ODB_ALKEY_DETAIL_ROW_ID_HXX
#define ODB_ALKEY_DETAIL_ROW_ID_HXX

namespace odb_alkey
{
  namespace detail
  {
    // Whether the id of an object that is about to be written is known, or
    // the database makes it.
    //
    enum class row_id
    {
      known,
      to_come
    };
  }
}

#endif // ODB_ALKEY_DETAIL_ROW_ID_HXX
