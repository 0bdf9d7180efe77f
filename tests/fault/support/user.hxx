#ifndef TESTS_FAULT_SUPPORT_USER_HXX
#define TESTS_FAULT_SUPPORT_USER_HXX

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <tests/fault/support/back-door.hxx>
#include <tests/fault/support/page.hxx>
#include <tests/fault/support/worker.hxx>

namespace workload
{
  // Uses pages as the library's documentation says, and judges what it gets.
  //
  class user
  {
  public:
    virtual ~user () = default;

    // Shared by address.
    //
    user (const user&) = delete;
    user& operator= (const user&) = delete;

    // How a page comes about.
    //
    struct way
    {
      // Printed with what is found to be wrong.
      //
      std::string story;

      // True if the objects are so new that the key is storable unless
      // somebody writes: only such uses say something about how often the
      // cache is of use. Others are made the most of to do harm.
      //
      bool recent;

      // Nothing is done beside: many such uses follow one another.
      //
      bool hot;

      way (std::string s = std::string (), bool r = false, bool h = false)
          : story (std::move (s)), recent (r), hot (h)
      {
      }
    };

    // A page by its identifiers, or by objects if there are any.
    //
    struct request
    {
      const page* what;
      const contents* of;
    };

    typedef std::function<editions (const request&)> maker;

    // Looks for the page, and makes it if it is not there.
    //
    virtual void use (const request&, const way&, const maker&) = 0;

    // The same of several pages of items: all of them by identifiers, or all
    // by objects.
    //
    virtual void use_many (const std::vector<request>&, const way&,
                           const maker&);

    // This process has committed this edition: it must not find older ones
    // from now on, whatever has become of Redis.
    //
    void wrote (subject, std::uint64_t edition);

  protected:
    // The counts of stale, newer and impossible values that are found.
    //
    struct verdict
    {
      count stale;
      count newer;
      count phantom;
    };

    user (worker&, const verdict&);

    // One page that is used, and how it came about.
    //
    struct call
    {
      const page& what () const
      {
        return *wanted.what;
      }

      // Describes the value that it makes.
      //
      std::string story () const;

      request wanted;
      way how;

      // How old the page may be at most if its key is made later: what is
      // committed now; but of what was committed unfenced, and Redis has not
      // been told of yet, what this user has seen settled, or its process
      // wrote.
      //
      editions least;

      // True if nobody has written the page since this user used it last, and
      // it is made of recent objects.
      //
      bool again;

      std::uint64_t in_flight;
      board::clock::time_point begun;
      std::string key;
    };

    call begin (const request&, const way&);

    // True if a key was in flight since then.
    //
    bool met_commit (const call&) const;

    // It is called in the end. An object in flight gets another version, and
    // nobody knows when: the next use is not a repeated one.
    //
    void used (const call&, bool in_flight);

    // A value that is found must not be older than its bound, nor newer than
    // what is committed now. Of one that may be old only the latter can be
    // said.
    //
    void judge (const call&, const value&);
    void judge_old (const call&, const value&);

    void report (const char* wrong, const call&, const editions& expected,
                 const value&);

    worker& worker_;

  private:
    const verdict counted_;

    // The editions of each page that were committed when it was used last;
    // empty if they tell nothing.
    //
    std::vector<editions> seen_;
    std::uint64_t era_ = 0;

    // The greatest bounds of all subjects so far.
    //
    editions least_;
  };

  // True if any edition is below what it must be at least.
  //
  bool below (const editions&, const editions& least);

  // Keeps pages in a cache of its own, under the library's keys: makes a key
  // and looks up. If nothing is found, makes the page and stores it.
  //
  std::unique_ptr<user> make_cache_user (worker&);

  // Lets the library keep pages: fetches them by their arguments, by keys made
  // earlier, and many at once; waits for others who make them, or takes
  // previous ones.
  //
  // A value that a call has computed is as old as its own objects may be.
  // Everything else that it returns must not be older than what was committed
  // before it began, or before its key was made, unless it is said to be
  // previous.
  //
  std::unique_ptr<user> make_fetch_user (worker&);

  inline std::unique_ptr<user> make_user (worker& w, style s)
  {
    return s == style::fetch ? make_fetch_user (w) : make_cache_user (w);
  }
}

#endif // TESTS_FAULT_SUPPORT_USER_HXX
