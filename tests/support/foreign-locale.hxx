#ifndef TESTS_SUPPORT_FOREIGN_LOCALE_HXX
#define TESTS_SUPPORT_FOREIGN_LOCALE_HXX

#include <locale>
#include <string>

namespace tests
{
  // While it lives, the global locale is like those of much of Europe: numbers
  // are written as 1.234.567,5, and truth values as words.
  //
  class foreign_locale
  {
  public:
    foreign_locale ()
        : before_ (
            std::locale::global (std::locale (std::locale (), new numbers)))
    {
    }

    ~foreign_locale ()
    {
      std::locale::global (before_);
    }

    foreign_locale (const foreign_locale&) = delete;
    foreign_locale& operator= (const foreign_locale&) = delete;

  private:
    struct numbers: std::numpunct<char>
    {
      char do_decimal_point () const override
      {
        return ',';
      }

      char do_thousands_sep () const override
      {
        return '.';
      }

      std::string do_grouping () const override
      {
        return "\3";
      }

      std::string do_truename () const override
      {
        return "wahr";
      }
    };

    std::locale before_;
  };
}

#endif // TESTS_SUPPORT_FOREIGN_LOCALE_HXX
