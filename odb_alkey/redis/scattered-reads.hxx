#ifndef ODB_ALKEY_REDIS_SCATTERED_READS_HXX
#define ODB_ALKEY_REDIS_SCATTERED_READS_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/redis/cluster.hxx>
#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/redis/pool.hxx>
#include <odb_alkey/redis/reply.hxx>
#include <odb_alkey/redis/request.hxx>

namespace odb_alkey
{
  namespace redis
  {
    class router;

    // Reads strings that are on several nodes of a cluster, at the same time,
    // while the caller talks to another one.
    //
    //   scattered_reads r (router, deadline);
    //   r.send (keys, each, count, largest);
    //   …                                    // the caller's own command
    //   std::vector<reply> found (r.receive ());
    //
    // One thread uses it. None of its functions throws because of Redis: a
    // string that could not be read is an empty reply, and the breaker of its
    // node counts and logs the reason.
    //
    class scattered_reads
    {
    public:
      scattered_reads (router&, deadline);

      // Sends one pipeline to each node. The keys stand one behind the other
      // and have the same size. They must stay until receive () has returned.
      // Strings that are larger than the largest are not read.
      //
      void send (const char* keys, std::size_t size_of_each, std::size_t count,
                 std::size_t largest);

      // Waits for the replies, which are in the order of the keys.
      //
      std::vector<reply> receive ();

    private:
      // What one node is asked for: the keys with these indexes.
      //
      struct part
      {
        explicit part (cluster::node& n): to (&n) {}

        cluster::node* to;
        request asked;
        std::vector<std::size_t> indexes;
        std::vector<pool::lease> lent; // at most one
      };

      void divide (const std::vector<std::size_t>& indexes);
      void send_parts ();
      void receive (part&, std::vector<reply>&);
      void take (part&, std::size_t index, std::vector<reply>&);
      void failed (part&, std::size_t received);
      void ask_again (std::size_t index, std::vector<reply>&);
      std::string key (std::size_t index) const;

      router& router_;
      const deadline deadline_;
      const char* keys_ = nullptr;
      std::size_t each_ = 0;
      std::size_t count_ = 0;
      std::size_t largest_ = 0;
      std::vector<part> parts_;

      // Keys whose node is another one now, or whose connection was closed
      // while it was idle; and keys that are being moved.
      //
      std::vector<std::size_t> again_;
      std::vector<std::size_t> moving_;
    };
  }
}

#endif // ODB_ALKEY_REDIS_SCATTERED_READS_HXX
