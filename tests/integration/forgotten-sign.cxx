// Knows nothing of what ODB generated.

#include "forgotten.hxx"

forgotten::sign::sign () = default;
