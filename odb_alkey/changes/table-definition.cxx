#include <odb_alkey/changes/table-definition.hxx>

#include <string>
#include <utility>

#include <odb_alkey/sql/reader.hxx>

namespace odb_alkey
{
  namespace changes
  {
    namespace
    {
      typedef table_catalog::schema_table schema_table;
      typedef schema_table::reference reference;
      typedef std::vector<std::string> columns;

      class definition
      {
      public:
        definition (const char* text, const sql::dialect& d): at_ (text, d) {}

        bool read (schema_table& to)
        {
          bool creates (at_.skip ("CREATE"));

          if ((!creates && !at_.skip ("ALTER")) || !at_.skip ("TABLE"))
            return false;

          at_.skip_any ({"IF", "NOT", "EXISTS"});

          if (!at_.read (to.name))
            return false;

          read_constraints ();

          // A container's table has no primary key, and its first reference is
          // to the object. The primary key of a derived class's table refers
          // to the root's table.
          //
          for (foreign_key& k : foreign_keys_)
          {
            bool part (key_.empty () ? creates && &k == &foreign_keys_.front ()
                                     : k.from == key_);

            if (part && k.to.how == reference::kind::cascade)
              k.to.how = reference::kind::part;

            if (k.acts)
              to.references.push_back (std::move (k.to));
          }

          return true;
        }

      private:
        struct foreign_key
        {
          columns from;
          reference to;
          bool acts = false;
        };

        void read_constraints ()
        {
          std::string column;

          for (; !at_.at_stop (); at_.next ())
          {
            if ((at_.behind ().is ('(') || at_.behind ().is (',')) &&
                at_->what == sql::lexeme::kind::quoted)
              column = at_->value ();

            if (at_->is ("PRIMARY") && at_.ahead ().is ("KEY"))
            {
              at_.next ();
              key_ = at_.ahead ().is ('(') ? list () : columns {column};
            }
            else if (at_->is ("FOREIGN") && at_.ahead ().is ("KEY"))
            {
              at_.next ();
              foreign_keys_.emplace_back ();
              foreign_keys_.back ().from = list ();
            }
            else if (!foreign_keys_.empty ())
              read_action (foreign_keys_.back ());
          }
        }

        // REFERENCES t (…) ON DELETE CASCADE
        //
        void read_action (foreign_key& k)
        {
          if (at_->is ("REFERENCES"))
          {
            at_.next ();
            at_.read (k.to.table);
          }

          if (!at_.behind ().is ("DELETE") || k.acts)
            return;

          k.acts = at_->is ("CASCADE") || at_->is ("SET");
          k.to.how = at_->is ("CASCADE") ? reference::kind::cascade
                                         : reference::kind::set;
        }

        // Reads the columns between the parentheses that follow.
        //
        columns list ()
        {
          columns r;

          for (at_.next (); !at_.at_stop () && !at_->is (')'); at_.next ())
            if (at_.at_name ())
              r.push_back (at_->value ());

          return r;
        }

        sql::reader at_;
        columns key_;
        std::vector<foreign_key> foreign_keys_;
      };
    }

    void read_definition (const char* text, const sql::dialect& d,
                          std::vector<schema_table>& to)
    {
      schema_table t;

      if (definition (text, d).read (t))
        to.push_back (std::move (t));
    }
  }
}
