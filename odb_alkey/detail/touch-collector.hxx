#ifndef ODB_ALKEY_DETAIL_TOUCH_COLLECTOR_HXX
#define ODB_ALKEY_DETAIL_TOUCH_COLLECTOR_HXX

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <odb_alkey/detail/argument-category.hxx>
#include <odb_alkey/detail/arguments.hxx>
#include <odb_alkey/detail/class-registration.hxx>
#include <odb_alkey/detail/compound-argument.hxx>
#include <odb_alkey/detail/identity.hxx>
#include <odb_alkey/detail/object-argument.hxx>
#include <odb_alkey/detail/plain-argument.hxx>
#include <odb_alkey/detail/write-argument.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // The class of the parents that an argument of touch () leads to; void if
    // its type does not tell.
    //
    template <typename T, category = category_of<T> ()>
    struct parent_class
    {
      typedef void type;
      static const bool allowed = false;
    };

    template <typename T>
    struct parent_class<T, category::object>
    {
      typedef T type;
      static const bool allowed = true;
    };

    template <typename T, typename Id>
    struct parent_class<one_argument<T, Id>, category::one>
    {
      typedef T type;
      static const bool allowed = true;
    };

    template <typename T>
    struct parent_class<all_argument<T>, category::all>
    {
      typedef void type;
      static const bool allowed = true;
    };

    template <typename T>
    struct parent_class<T, category::identifier>
    {
      typedef void type;
      static const bool allowed = true;
    };

    template <typename T>
    struct parent_class_of_pointer:
        parent_class<typename std::remove_const<
          typename odb::pointer_traits<T>::element_type>::type>
    {
    };

    template <typename T>
    struct parent_class<T, category::pointer>: parent_class_of_pointer<T>
    {
    };

    template <typename T>
    struct parent_class<T, category::lazy_pointer>: parent_class_of_pointer<T>
    {
    };

    template <typename T>
    struct parent_class<T, category::weak_pointer>: parent_class_of_pointer<T>
    {
    };

    template <typename T>
    struct parent_class<T, category::range>:
        parent_class<typename std::decay<decltype (*range_access::first (
          std::declval<const T&> ()))>::type>
    {
    };

    template <typename T>
    struct parent_class<T, category::map>:
        parent_class<typename T::mapped_type>
    {
    };

    template <typename T>
    struct parent_class<T, category::nullable>:
        parent_class<
          typename std::decay<decltype (*std::declval<const T&> ())>::type>
    {
    };

    // True if an argument may be one identifier. For a string this is known at
    // run time only.
    //
    template <typename T>
    struct names_identifier:
        std::integral_constant<bool,
                               (parent_class<T>::allowed &&
                                category_of<T> () != category::range &&
                                category_of<T> () != category::map) ||
                                 category_of<T> () == category::string ||
                                 category_of<T> () == category::everything>
    {
    };

    // The argument of touches (). It collects the identifiers of the parents,
    // and their tables, in case that the former parents are not known.
    //
    class touch_collector
    {
    public:
      explicit touch_collector (const table_names& names): arguments_ (names)
      {
      }

      template <typename T>
      void operator() (const T& parent)
      {
        typedef parent_class<T> known;

        static_assert (known::allowed,
                       "odb_alkey: touch () takes pointers to objects of "
                       "tracked classes, containers of them, "
                       "odb_alkey::one<T> (id) and identifiers");

        add_parents (
          parent,
          std::integral_constant<bool, category_of<T> () == category::map> ());
        add_table (static_cast<typename known::type*> (nullptr));
      }

      // Returns the parents. A table stands for unknown rows of it.
      //
      std::vector<identifier> identifiers () const;

      // Returns the sweeps of the tables in which parents may be.
      //
      const std::vector<identifier>& sweeps () const noexcept
      {
        return sweeps_;
      }

    private:
      template <typename T>
      void add_parents (const T& parent, std::false_type)
      {
        add (arguments_, parent);
      }

      // The keys of a map are no parents, and may be of any type: tracked.hxx
      // knows no times, for one.
      //
      template <typename T>
      void add_parents (const T& map, std::true_type)
      {
        for (const auto& entry : map)
          add (arguments_, entry.second);
      }

      void add_table (void*) {}

      template <typename T>
      void add_table (T*)
      {
        sweeps_.push_back (
          identifier::sweep (table_name<T> (*arguments_.names)));
      }

      arguments arguments_;
      std::vector<identifier> sweeps_;
    };

    // Registers the classes that touches () of T may name. It is compiled with
    // this as its argument, and not called, so that only types count. A type
    // that does not tell the class may name any object.
    //
    template <typename T>
    struct touch_probe
    {
      template <typename P>
      void operator() (const P&)
      {
        use (static_cast<typename parent_class<P>::type*> (nullptr));
      }

      template <typename P>
      void operator() (const all_argument<P>&)
      {
        use (static_cast<P*> (nullptr));
      }

    private:
      template <typename P>
      struct fact
      {
        static const scoped_registration instance;
      };

      template <typename P>
      void use (P*)
      {
        static_cast<void> (&fact<P>::instance);
      }
    };

    template <typename T>
    const std::string* root_table (const table_names& names)
    {
      return known_table<typename root<T>::type> (names);
    }

    template <typename P>
    struct parent_fact
    {
      static const class_registration::kind what =
        class_registration::kind::touches;

      static const std::string* table (const table_names& names)
      {
        return root_table<P> (names);
      }
    };

    template <>
    struct parent_fact<void>
    {
      static const class_registration::kind what =
        class_registration::kind::touches_anything;

      static const std::string* table (const table_names&)
      {
        return nullptr;
      }
    };

    template <typename T>
    template <typename P>
    const scoped_registration
      touch_probe<T>::fact<P>::instance (typeid (T), &root_table<T>,
                                         parent_fact<P>::what,
                                         &parent_fact<P>::table);

    // Returns the identifier that an explicit touch of this one changes. A
    // table stands for unknown rows of it, and everything for unknown rows of
    // every table, so that these become sweeps.
    //
    identifier written_by_touch (const identifier&);

    // True if T has a member of this name, private or not: a private one must
    // not be ignored in silence. (A final class cannot be asked in this way.)
    //
    struct touches_fallback
    {
      int touches;
    };

    template <typename T>
    struct touches_probe: T, touches_fallback
    {
    };

    template <typename T, bool = std::is_final<T>::value, typename = void>
    struct names_touches: std::true_type
    {
    };

    template <typename T>
    struct names_touches<T, false,
                         void_t<decltype (&touches_probe<T>::touches)>>:
        std::false_type
    {
    };

    template <typename T>
    struct names_touches<T, true, void>: std::false_type
    {
    };

    // True if T has a touches () that can be called.
    //
    template <typename T, typename = void>
    struct has_touches: std::false_type
    {
    };

    template <typename T>
    struct has_touches<T, void_t<decltype (std::declval<const T&> ().touches (
                            std::declval<touch_collector&> ()))>>:
        std::true_type
    {
    };
  }
}

#endif // ODB_ALKEY_DETAIL_TOUCH_COLLECTOR_HXX
