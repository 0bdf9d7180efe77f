#ifndef ODB_ALKEY_REDIS_SCATTERED_READS_HXX
#define ODB_ALKEY_REDIS_SCATTERED_READS_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/detail/recycled.hxx>
#include <odb_alkey/redis/cluster.hxx>
#include <odb_alkey/redis/connection.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/request.hxx>
#include <odb_alkey/redis/strings.hxx>

namespace odb_alkey
{
  namespace redis
  {
    class router;

    // Reads strings that are on several nodes of a cluster, at the same time,
    // while the caller reads tokens.
    //
    //   scattered_reads r (router, deadline, found);
    //   r.prepare (keys, each, count, largest, q); // q reads the tokens
    //   breaker.with_connection (deadline, [&] (connection& c) {
    //     c.send (q, deadline);
    //     r.send ();
    //     reply tokens (c.receive (deadline));
    //     r.receive_with_tokens (c);
    //   });
    //   r.receive ();
    //
    // One thread uses it. A string that could not be read is nil, and the
    // breaker of its node counts and logs the reason.
    //
    class scattered_reads
    {
    public:
      // The strings will be in the order of their keys.
      //
      scattered_reads (router&, deadline, strings& found);

      // Finds the node of each key, and borrows a connection to each of these
      // nodes. Commands for the node of the tokens are appended to the
      // caller's request, so that they cost no connection of their own. The
      // keys stand one behind the other and have the same size. They must stay
      // until receive () has returned. Strings that are larger than the
      // largest are not read. Does not throw because of Redis.
      //
      void prepare (const char* keys, std::size_t size_of_each,
                    std::size_t count, std::size_t largest,
                    request& for_tokens);

      // Sends one pipeline to each of the other nodes. A second call does
      // nothing. Does not throw because of Redis.
      //
      void send ();

      // Receives the replies to what was appended. May be called again with
      // another connection, to which the request was sent again. Throws as
      // connection::receive does.
      //
      void receive_with_tokens (connection&);

      // Waits for the other replies, if anything was sent. Does not throw
      // because of Redis.
      //
      void receive ();

    private:
      // A key, by its index, and the node that has it. Ranks are in the order
      // of the nodes' numbers, and then of the indexes.
      //
      struct place
      {
        std::size_t rank;
        cluster::node* node;
        std::size_t index;
      };

      // A node is asked for the keys of these places.
      //
      struct range
      {
        std::size_t begin;
        std::size_t end;
      };

      struct part
      {
        range asked;
        pool::lease lent;
      };

      typedef std::vector<std::size_t> indexes;

      void find_node (std::size_t index);
      void append (request&, const range&) const;
      void divide (request* for_tokens);
      void borrow (const range&);
      void send_part (part&);
      void receive_parts ();
      void receive_part (part&);
      void take (connection&, std::size_t index);
      void ask_later (cluster::node&, const range&);
      void ask_again (std::size_t index);
      void report (cluster::node&);

      router& router_;
      const deadline deadline_;
      deadline lend_by_;
      strings& found_;
      const char* keys_ = nullptr;
      std::size_t each_ = 0;
      std::size_t largest_ = 0;

      // These are sorted by rank.
      //
      detail::recycled<std::vector<place>, scattered_reads> places_;
      detail::recycled<std::vector<part>, scattered_reads> prepared_;
      detail::recycled<std::vector<part>, scattered_reads> sent_;
      range with_tokens_ {0, 0};
      request asked_;

      // Keys whose node is another one now, or whose connection was closed
      // while it was idle; and keys that are being moved.
      //
      indexes again_;
      indexes moving_;

      // The first error of a node that is none of these.
      //
      std::string refusal_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_SCATTERED_READS_HXX
