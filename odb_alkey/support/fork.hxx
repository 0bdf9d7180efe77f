#ifndef ODB_ALKEY_SUPPORT_FORK_HXX
#define ODB_ALKEY_SUPPORT_FORK_HXX

namespace odb_alkey
{
  namespace support
  {
    // A number that differs between a process and the children that it forks
    // (with fork (); not with a bare clone ()). What was opened under another
    // number belongs to the parent. Costs one relaxed load.
    //
    unsigned fork_generation () noexcept;

    // Keeps something that has mutexes usable in the child of a fork: the
    // threads that held them do not exist there, so that they are taken
    // before the fork and released after it on both sides.
    //
    //   class pool: fork_aware
    //   {
    //     void before_fork () noexcept override; // mutex_.lock ()
    //     void after_fork (bool child) noexcept override;
    //     fork_registration registration_ {*this}; // the last member
    //   };
    //
    // The latest registered is prepared first and released last, so that
    // whoever uses a pool under its own lock registers after the pool.
    //
    class fork_aware
    {
    public:
      virtual void before_fork () noexcept = 0;

      // Must neither allocate nor call what takes a lock of its own.
      //
      virtual void after_fork (bool child) noexcept = 0;

    protected:
      ~fork_aware () = default;
    };

    // Registers something from its construction to its destruction: a member
    // that is declared last, so that no fork calls what is half destroyed.
    //
    class fork_registration
    {
    public:
      explicit fork_registration (fork_aware&);
      ~fork_registration ();

      // Its address is what is registered.
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
