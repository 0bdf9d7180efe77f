#ifndef TESTS_FAULT_STRESS_USER_HXX
#define TESTS_FAULT_STRESS_USER_HXX

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <tests/fault/stress/page.hxx>
#include <tests/fault/stress/values.hxx>
#include <tests/fault/stress/worker.hxx>

namespace stress
{
  // Uses pages as the library's documentation says, and judges what it gets.
  //
  class user
  {
  public:
    virtual ~user ();

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

      // Whether the objects are so new that the key is storable unless
      // somebody writes: only such uses say something about how often the
      // cache is of use. Others are made the most of to do harm.
      //
      bool recent;
    };

    // A page by its identifiers, or by objects if there are any.
    //
    struct request
    {
      const page* what;
      const contents* of;

      odb_alkey::key key (const odb_alkey::plugin&) const;
    };

    // Looks for the page, and makes it if it is not there.
    //
    virtual void use (const request&, const way&,
                      const std::function<editions ()>& make_page) = 0;

    // The same of several pages of items: all of them by identifiers, or all
    // by objects.
    //
    virtual void
    use_many (const std::vector<request>&, const way&,
              const std::function<editions (const request&)>& make_page);

    // This process has committed this edition: it must not find older ones
    // from now on, whatever has become of Redis.
    //
    void wrote (subject, std::uint64_t edition);

    // What is counted of what is found.
    //
    struct verdict
    {
      count stale;
      count newer;
      count phantom;
    };

  protected:
    explicit user (worker&);

    // How old the page may be at most if its key is made later: what is
    // committed now; but of what was committed unmarked, and Redis has not
    // been told of yet, what this user has seen settled, or its process wrote.
    //
    editions bound (const page&);

    // Whether nobody has written the page since this one used it last; notes
    // that it is used now, or, without a bound, that this tells nothing.
    //
    bool repeated (const page&, const editions& bound) const;
    void used (const page&, const editions& bound);

    // What is found must not be older than its bound, nor newer than what is
    // committed now.
    //
    void judge (const page&, const way&, const std::string& key,
                const editions& bound, const value&, const verdict&);

    // That it is not newer is all that can be said of what may be old.
    //
    void judge_old (const page&, const way&, const value&, const verdict&);

    // Of whoever makes a value.
    //
    std::string story (const way&, const editions& bound) const;

    void report (const char* what, const page&, const way&,
                 const std::string& key, const editions& expected,
                 const value&);

    worker& worker_;

  private:
    // Of each page, what was committed when it was used last; empty if that
    // tells nothing.
    //
    std::vector<editions> seen_;
    std::uint64_t era_ = 0;

    // Of all subjects, the greatest bounds so far.
    //
    editions least_;
  };

  // Whether any edition is below what it must be at least.
  //
  bool below (const editions&, const editions& least);

  std::unique_ptr<user> make_user (worker&, style);
}

#endif // TESTS_FAULT_STRESS_USER_HXX
