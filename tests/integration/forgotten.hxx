#ifndef TESTS_INTEGRATION_FORGOTTEN_HXX
#define TESTS_INTEGRATION_FORGOTTEN_HXX

#include <string>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

// Classes that are tracked, but for the pragma's callback(track). A program
// that names their objects does not compile; one that only writes them does.

namespace forgotten
{
#pragma db object
  class note: public odb_alkey::tracked<note>
  {
  public:
#pragma db id
    int id = 0;

    std::string text;
  };

  // Its table shows by the destructor alone.
  //
#pragma db object
  class sign: public odb_alkey::tracked<sign>
  {
  public:
    sign ();

#pragma db id
    int id = 0;
  };

#pragma db object polymorphic
  class pet: public odb_alkey::tracked<pet>
  {
  public:
    virtual ~pet () = default;

#pragma db id
    int id = 0;
  };

#pragma db object
  class hound: public pet
  {
  public:
    int barks = 0;
  };

  // Its touches () is not called.
  //
#pragma db object
  class answer: public odb_alkey::tracked<answer>
  {
  public:
#pragma db id
    int id = 0;

    std::string to;

    template <typename Touch>
    void touches (Touch& touch) const
    {
      touch (odb_alkey::identifier (to));
    }
  };
}

#endif // TESTS_INTEGRATION_FORGOTTEN_HXX
