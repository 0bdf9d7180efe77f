#ifndef ODB_ALKEY_VALUES_VALUE_FETCHER_HXX
#define ODB_ALKEY_VALUES_VALUE_FETCHER_HXX

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/cache-options.hxx>
#include <odb_alkey/detail/fetcher.hxx>
#include <odb_alkey/values/near-values.hxx>
#include <odb_alkey/values/single-flight.hxx>
#include <odb_alkey/values/storing.hxx>

namespace odb_alkey
{
  namespace values
  {
    // Gets values from Redis, and keeps it from happening that several
    // threads or processes compute the same value at the same time.
    //
    class value_fetcher final: public detail::fetcher
    {
    public:
      typedef std::chrono::milliseconds milliseconds;

      value_fetcher (tokens::token_store&, const cache_options&);

      std::size_t largest_stored () const noexcept override;
      bool take (const key&, const char* stored, std::size_t size,
                 detail::found_value&) override;
      bool has_near (const char* arguments, std::size_t size,
                     const void* shared_type) const override;
      bool take_near (const key&, const char* arguments, std::size_t size,
                      detail::found_value&) override;
      void get (const key&, std::string stored, milliseconds time_to_live,
                const fetch_options&, detail::wanted_value&) override;
      void fetch (const key&, milliseconds time_to_live, const fetch_options&,
                  detail::wanted_value&) override;
      void compute (const fetch_options&, detail::wanted_value&) override;
      void store (const std::vector<const key*>&,
                  const std::vector<std::string>& values,
                  milliseconds time_to_live) override;
      bool lookup (const key&, detail::found_value&) override;
      bool store (const key&, const std::string& value,
                  milliseconds time_to_live) override;
      bool erase (const key&) override;
      milliseconds time_to_live () const noexcept override;

    private:
      struct request;

      bool wait_for_thread (request&, single_flight::participant&);
      void lead (request&, single_flight::participant&);
      bool wait_for_process (request&, single_flight::participant&,
                             std::string& lease);
      void compute_here (request&, single_flight::participant*,
                         const std::string& lease);
      bool serve_stale (request&, const std::string& stored);
      bool take_near (const near_values::digest&, const std::string& key,
                      detail::found_value&);
      bool take_near (const key&, detail::found_value&);
      void keep_near (const key&, const std::string& bytes,
                      milliseconds left) noexcept;
      void keep_near (const key&, const detail::found_value&,
                      const std::string& bytes, milliseconds left) noexcept;
      void keep_near (const key&, const near_values::value&, std::size_t size,
                      milliseconds left);

      tokens::token_store& tokens_;
      const cache_options options_;
      storing storing_;
      value_store& values_;
      single_flight flights_;
      near_values near_;
    };
  }
}

#endif // ODB_ALKEY_VALUES_VALUE_FETCHER_HXX
