#ifndef ODB_ALKEY_DETAIL_COMPOSITE_ID_HXX
#define ODB_ALKEY_DETAIL_COMPOSITE_ID_HXX

#include <cstddef>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <odb/forward.hxx>
#include <odb/traits.hxx>
#include <odb/version.hxx>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/literal.hxx>
#include <odb_alkey/detail/printable.hxx>
#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Composite ids without an operator<<. Their text consists of their
    // members, which ODB binds as the parameters of a statement.
    //
    // Each database has its own type of binding. Only templates use it, so
    // that nothing here includes the header of a database.

    // Append a number that is stored with the most significant byte first.
    //
    void append_network_integer (std::string& to, const void* data,
                                 std::size_t size);
    void append_network_floating (std::string& to, const void* data,
                                  std::size_t size);

    // Throws odb_alkey::exception, which names the type of the id and the
    // remedy.
    //
    [[noreturn]] void no_text_of_part (const std::type_info& id,
                                       const char* why);

    // Appends one member, as B binds it. False if this kind of column has no
    // text.
    //
    template <typename B, typename = void>
    struct bound_part
    {
      static_assert (sizeof (B) == 0,
                     "odb_alkey: the members of a composite id are not known "
                     "for this database: give the id an operator<< to a "
                     "std::ostream that prints different ids differently");

      static bool append (std::string&, const B&);
    };

    // This is for SQLite.
    //
    template <typename B>
    struct bound_part<B, void_t<decltype (B::text16)>>
    {
      static bool append (std::string& to, const B& b)
      {
        if (b.type == B::integer)
          append_integer (to, *static_cast<const long long*> (b.buffer));
        else if (b.type == B::real)
          append_floating (to, *static_cast<const double*> (b.buffer));
        else
          escape (to, static_cast<const char*> (b.buffer), *b.size);

        return true;
      }
    };

    // This is for PostgreSQL. From ODB 2.5 on, columns that may grow are bound
    // by a pointer to the pointer to their bytes.
    //
    template <typename B>
    struct bound_part<B, void_t<decltype (B::varbit)>>
    {
      static const bool twice = ODB_VERSION >= 20500;

      static bool append (std::string& to, const B& b)
      {
        switch (b.type)
        {
        case B::boolean_:
          append_integer (to, *static_cast<const bool*> (b.buffer));
          break;
        case B::smallint:
          append_network_integer (to, b.buffer, 2);
          break;
        case B::integer:
        case B::date:
          append_network_integer (to, b.buffer, 4);
          break;
        case B::bigint:
        case B::time:
        case B::timestamp:
          append_network_integer (to, b.buffer, 8);
          break;
        case B::real:
          append_network_floating (to, b.buffer, 4);
          break;
        case B::double_:
          append_network_floating (to, b.buffer, 8);
          break;
        case B::uuid:
          append_hexadecimal (to, static_cast<const unsigned char*> (b.buffer),
                              16);
          break;
        case B::bit:
          escape (to, static_cast<const char*> (b.buffer), *b.size);
          break;
        default:
          escape (to,
                  twice ? *static_cast<const char* const*> (b.buffer)
                        : static_cast<const char*> (b.buffer),
                  *b.size);
        }

        return true;
      }
    };

    // This is for MySQL. The numbers are those of its protocol. Times are
    // structs, and are not written.
    //
    template <typename B>
    struct bound_part<
      B, void_t<decltype (B::buffer_type), decltype (B::is_unsigned)>>
    {
      static bool append (std::string& to, const B& b)
      {
        switch (static_cast<int> (b.buffer_type))
        {
        case 1: // TINY
          append_as<signed char, unsigned char> (to, b);
          break;
        case 2: // SHORT
          append_as<short, unsigned short> (to, b);
          break;
        case 3: // LONG
          append_as<int, unsigned> (to, b);
          break;
        case 8: // LONGLONG
          append_as<long long, unsigned long long> (to, b);
          break;
        case 4: // FLOAT
          append_floating (to, *static_cast<const float*> (b.buffer));
          break;
        case 5: // DOUBLE
          append_floating (to, *static_cast<const double*> (b.buffer));
          break;
        case 7:  // TIMESTAMP
        case 10: // DATE
        case 11: // TIME
        case 12: // DATETIME
          return false;
        default:
          escape (to, static_cast<const char*> (b.buffer), *b.length);
        }

        return true;
      }

    private:
      template <typename Signed, typename Unsigned>
      static void append_as (std::string& to, const B& b)
      {
        if (b.is_unsigned)
          append_integer (to, *static_cast<const Unsigned*> (b.buffer));
        else
          append_integer (to, *static_cast<const Signed*> (b.buffer));
      }
    };

    template <typename R>
    using common_traits = odb::access::object_traits_impl<R, odb::id_common>;

    // True if ODB tells the members of R's ids. It does not in a program that
    // is built for several databases, because each of them binds the members
    // in its own way.
    //
    template <typename R, typename = void>
    struct has_id_image: std::false_type
    {
    };

    template <typename R>
    struct has_id_image<R, void_t<typename common_traits<R>::id_image_type>>:
        std::true_type
    {
    };

    template <typename Id>
    struct is_pair: std::false_type
    {
    };

    template <typename A, typename B>
    struct is_pair<std::pair<A, B>>: std::true_type
    {
    };

    template <typename V, odb::database_id DB, typename = void>
    struct is_composite_for: std::false_type
    {
    };

    template <typename V, odb::database_id DB>
    struct is_composite_for<
      V, DB,
      void_t<typename odb::access::composite_value_traits<V, DB>::image_type>>:
        std::true_type
    {
    };

    // True if ODB keeps a V in several columns, in some database.
    //
    template <typename V>
    struct is_composite:
        std::integral_constant<bool,
                               is_composite_for<V, odb::id_mysql>::value ||
                                 is_composite_for<V, odb::id_sqlite>::value ||
                                 is_composite_for<V, odb::id_pgsql>::value ||
                                 is_composite_for<V, odb::id_oracle>::value ||
                                 is_composite_for<V, odb::id_mssql>::value>
    {
    };

    // True if only ODB can tell the parts of an id of R.
    //
    template <typename R,
              typename Id = typename odb::object_traits<R>::id_type>
    struct has_members_only:
        std::integral_constant<
          bool, !is_printable<Id>::value && !is_pair<Id>::value &&
                  has_id_image<R>::value && is_composite<Id>::value>
    {
    };

    template <typename R>
    struct composite_id
    {
      typedef common_traits<R> traits;
      typedef typename traits::id_image_type image_type;
      typedef typename odb::object_traits<R>::id_type id_type;

      static void append (std::string& to, const id_type& id)
      {
        image_type image {};
        traits::init (image, id);
        append_image (to, image, &traits::bind);
      }

    private:
      template <typename B>
      static void append_image (std::string& to, image_type& image,
                                void (*bind) (B*, image_type&))
      {
        B parts[traits::id_column_count] = {};
        bind (parts, image);

        for (const B& b : parts)
        {
          if (&b != parts)
            to += ',';

          if (b.is_null != nullptr && *b.is_null)
            no_text_of_part (typeid (id_type), "it is null");

          if (!bound_part<B>::append (to, b))
            no_text_of_part (typeid (id_type), "it is a date or a time");
        }
      }
    };
  }
}

#endif // ODB_ALKEY_DETAIL_COMPOSITE_ID_HXX
