#ifndef ODB_ALKEY_DETAIL_SESSION_APART_HXX
#define ODB_ALKEY_DETAIL_SESSION_APART_HXX

#include <memory>

#include <odb/forward.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Gives the current thread an ODB session of its own while it exists, and
    // the former one back afterwards. An object that is loaded meanwhile is
    // what the database holds in this transaction: the user's session may hold
    // an older one. There has to be a session, because objects that point at
    // each other cannot be loaded without one.
    //
    class session_apart
    {
    public:
      session_apart ();
      ~session_apart ();

      // The thread's state is there once.
      //
      session_apart (const session_apart&) = delete;
      session_apart& operator= (const session_apart&) = delete;

    private:
      odb::session* former_;
      std::unique_ptr<odb::session> own_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_SESSION_APART_HXX
