#include <odb_alkey/values/single-flight.hxx>

#include <utility>

namespace odb_alkey
{
  namespace values
  {
    single_flight::flight::state
    single_flight::flight::wait (std::chrono::steady_clock::time_point until)
    {
      std::unique_lock<std::mutex> l (mutex_);
      over_.wait_until (l, until, [this] { return state_ != state::running; });
      return state_;
    }

    single_flight::participant::participant (single_flight& f,
                                             const std::string& key)
        : all_ (f), key_ (key)
    {
      std::lock_guard<std::mutex> l (all_.mutex_);
      std::shared_ptr<flight>& there (all_.flying_[key]);

      if (there == nullptr)
      {
        there = std::make_shared<flight> ();
        leads_ = true;
      }

      flight_ = there;
    }

    single_flight::participant::~participant ()
    {
      if (leads_)
        end (flight::state::abandoned);
    }

    bool single_flight::participant::own () const noexcept
    {
      return !leads_ && flight_->leader_ == std::this_thread::get_id ();
    }

    void single_flight::participant::finish (const std::string& value)
    {
      flight_->value_ = value;
      end (flight::state::finished);
    }

    void single_flight::participant::fail (std::exception_ptr e)
    {
      flight_->exception_ = std::move (e);
      end (flight::state::failed);
    }

    // The next caller starts anew: a value that was computed is stored by now,
    // or could not be stored.
    //
    void single_flight::participant::end (flight::state s)
    {
      leads_ = false;
      {
        std::lock_guard<std::mutex> l (all_.mutex_);
        auto i (all_.flying_.find (key_));

        if (i != all_.flying_.end () && i->second == flight_)
          all_.flying_.erase (i);
      }
      {
        std::lock_guard<std::mutex> l (flight_->mutex_);
        flight_->state_ = s;
      }
      flight_->over_.notify_all ();
    }

    void single_flight::before_fork () noexcept
    {
      mutex_.lock ();
    }

    // The leading threads exist in the parent only.
    //
    void single_flight::after_fork (bool child) noexcept
    {
      if (child)
        flying_.clear ();

      mutex_.unlock ();
    }
  }
}
