#pragma once

#include <string>

#include <odb/core.hxx>

// quote: user
#include <odb_alkey/tracked.hxx>

#pragma db object callback(track)
struct user: odb_alkey::tracked<user>
{
#pragma db id auto
  unsigned long id = 0;

  std::string name;
};
// quote: end
