#include <tests/benchmark/near-world.hxx>

#include <chrono>
#include <memory>

#include "rows-odb.hxx"

namespace benchmarks
{
  world& near_world ()
  {
    static const std::unique_ptr<world> w (
      []
      {
        auto made (std::make_unique<world> ());
        made->alkey->near<tracked_row> (std::chrono::milliseconds (50));
        return made;
      }());

    return *w;
  }
}
