#include <odb_alkey/plugin.hxx>

#include "model-odb.hxx"
