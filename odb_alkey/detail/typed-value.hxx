#ifndef ODB_ALKEY_DETAIL_TYPED_VALUE_HXX
#define ODB_ALKEY_DETAIL_TYPED_VALUE_HXX

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <odb_alkey/detail/fetcher.hxx>
#include <odb_alkey/detail/optional.hxx>

namespace odb_alkey
{
  template <typename T>
  struct codec;

  namespace detail
  {
    // The type that is stored for a value: std::string for a pointer to
    // characters, and its own type for any other value.
    //
    template <typename R>
    struct is_characters:
        std::integral_constant<
          bool,
          std::is_same<typename std::decay<R>::type, char*>::value ||
            std::is_same<typename std::decay<R>::type, const char*>::value>
    {
    };

    template <typename R>
    struct stored_type:
        std::conditional<is_characters<R>::value, std::string,
                         typename std::decay<R>::type>
    {
    };

    // The same for a container of values.
    //
    template <typename R, typename C = typename std::decay<R>::type>
    struct stored_types:
        std::conditional<is_characters<typename C::value_type>::value,
                         std::vector<std::string>, C>
    {
    };

    // Returns the pointer. Throws odb_alkey::exception if it is null.
    //
    const char* checked_characters (const char*);

    template <typename R>
    R&& checked (R&& r, std::false_type) noexcept
    {
      return std::forward<R> (r);
    }

    inline const char* checked (const char* s, std::true_type)
    {
      return checked_characters (s);
    }

    template <typename V, typename R>
    void set_value (optional<V>& to, R&& r)
    {
      to.set (checked (std::forward<R> (r), is_characters<R> ()));
    }

    template <typename R>
    std::string encoded (const R& r)
    {
      return codec<typename stored_type<R>::type>::encode (
        checked (r, is_characters<R> ()));
    }

    // A value of type V, empty until it is found.
    //
    template <typename V, typename Base = found_value>
    class decoded_value: public Base
    {
    public:
      explicit decoded_value (optional<V>& v): value (v) {}

      bool accept (std::string bytes) override
      {
        try
        {
          value.set (codec<V>::decode (std::move (bytes)));
          return true;
        }
        catch (...)
        {
          return false;
        }
      }

    protected:
      optional<V>& value;
    };

    // The same for a value that is computed by f if it is not found.
    //
    template <typename V, typename F>
    class computed_value final: public decoded_value<V, wanted_value>
    {
    public:
      computed_value (optional<V>& v, F& f)
          : decoded_value<V, wanted_value> (v), compute_ (f)
      {
      }

      void compute () override
      {
        set_value (this->value, compute_ ());
      }

      std::string encode () override
      {
        return codec<V>::encode (this->value.get ());
      }

    private:
      F& compute_;
    };

    // Its address stands for the type.
    //
    template <typename V>
    struct type_mark
    {
      static const char here = 0;
    };

    template <typename V>
    const char type_mark<V>::here;

    // A value of type V that callers share, null until it is found.
    //
    template <typename V, typename Base = found_value>
    class shared_value: public Base
    {
    public:
      explicit shared_value (std::shared_ptr<const V>& v): value (v) {}

      bool accept (std::string bytes) override
      {
        try
        {
          value =
            std::make_shared<const V> (codec<V>::decode (std::move (bytes)));
          return true;
        }
        catch (...)
        {
          return false;
        }
      }

      const void* shared_type () const noexcept override
      {
        return &type_mark<V>::here;
      }

      void share (std::shared_ptr<const void> v) override
      {
        value = std::static_pointer_cast<const V> (std::move (v));
      }

      std::shared_ptr<const void> shared () const override
      {
        return value;
      }

    protected:
      std::shared_ptr<const V>& value;
    };

    // The same for a value that is computed by f if it is not found.
    //
    template <typename V, typename F>
    class computed_shared final: public shared_value<V, wanted_value>
    {
    public:
      computed_shared (std::shared_ptr<const V>& v, F& f)
          : shared_value<V, wanted_value> (v), compute_ (f)
      {
      }

      void compute () override
      {
        auto&& computed (compute_ ());
        this->value = std::make_shared<const V> (
          checked (std::forward<decltype (computed)> (computed),
                   is_characters<decltype (computed)> ()));
      }

      std::string encode () override
      {
        return codec<V>::encode (*this->value);
      }

    private:
      F& compute_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_TYPED_VALUE_HXX
