#ifndef ODB_ALKEY_SUPPORT_FORK_HXX
#define ODB_ALKEY_SUPPORT_FORK_HXX

namespace odb_alkey
{
  namespace support
  {
    // A number that differs between a process and the children that it forks
    // (with fork (), not with a bare clone ()). A socket that was opened under
    // another number belongs to the parent. Costs one relaxed load.
    //
    unsigned fork_generation () noexcept;

    // Keeps an object with mutexes usable in the child of a fork. The threads
    // that hold a mutex do not exist in the child, so all mutexes are locked
    // before the fork and unlocked after it, on both sides.
    //
    //   class pool: fork_aware
    //   {
    //     void before_fork () noexcept override; // mutex_.lock ()
    //     void after_fork (bool child) noexcept override;
    //     fork_registration registration_ {*this}; // the last member
    //   };
    //
    // The object that was registered last is locked first and unlocked last.
    // So an object that uses a pool under its own lock registers after the
    // pool.
    //
    class fork_aware
    {
    public:
      virtual void before_fork () noexcept = 0;

      // Must not allocate, and must not call a function that takes a lock of
      // its own.
      //
      virtual void after_fork (bool child) noexcept = 0;

    protected:
      ~fork_aware () = default;
    };

    // Registers an object for as long as it lives. It is the member that is
    // declared last, so that no fork calls an object that is half destroyed.
    //
    class fork_registration
    {
    public:
      explicit fork_registration (fork_aware&);
      ~fork_registration ();

      // Its address is registered.
      //
      fork_registration (const fork_registration&) = delete;
      fork_registration& operator= (const fork_registration&) = delete;

    private:
      friend struct fork_registry;

      fork_aware& aware_;
      fork_registration* older_;
      fork_registration* newer_;
    };
  }
}

#endif // ODB_ALKEY_SUPPORT_FORK_HXX
