#ifndef CONSUMER_PERSON_HXX
#define CONSUMER_PERSON_HXX

#include <string>

#include <odb/core.hxx>

#include <odb_alkey/tracked.hxx>

#pragma db object callback(track)
class person: public odb_alkey::tracked<person>
{
public:
#pragma db id
  std::string name;
  int age = 0;
};

#endif // CONSUMER_PERSON_HXX
