#include <tests/benchmark/plot.hxx>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace benchmarks
{
  namespace
  {
    // In pixels: the document, and where its axes end.
    //
    const double width (720), height (440);
    const double left (80), right (680), top (56), bottom (384);

    const char ink[] = "#222222";
    const char grid[] = "#dddddd";
    const char faint_grid[] = "#f0f0f0";

    std::string number (double n, const char* format = "%.1f")
    {
      char buffer[40];
      std::snprintf (buffer, sizeof (buffer), format, n);
      return buffer;
    }

    // 10,000 as it is read.
    //
    std::string readable (double n)
    {
      std::string s (number (n, n < 1 ? "%g" : "%.0f"));

      for (std::size_t i (s.size ()); n >= 1 && i > 3; i -= 3)
        s.insert (i - 3, ",");

      return s;
    }

    std::string text (double x, double y, const std::string& anchor,
                      const std::string& s, const std::string& more = "")
    {
      return "<text x=\"" + number (x) + "\" y=\"" + number (y) +
             "\" text-anchor=\"" + anchor + "\"" + more + ">" + s +
             "</text>\n";
    }

    std::string line (double x1, double y1, double x2, double y2,
                      const std::string& colour, const std::string& more = "")
    {
      return "<line x1=\"" + number (x1) + "\" y1=\"" + number (y1) +
             "\" x2=\"" + number (x2) + "\" y2=\"" + number (y2) +
             "\" stroke=\"" + colour + "\"" + more + "/>\n";
    }

    // A logarithmic axis between pixels, from one 1, 2 or 5 times a power of
    // ten to another.
    //
    class axis
    {
    public:
      axis (double low, double high, double begin, double end)
          : begin_ (begin), end_ (end)
      {
        low_ = rounded (low, false);
        high_ = std::max (rounded (high, true), low_ * 2);
      }

      double at (double v) const
      {
        return begin_ +
               (end_ - begin_) * std::log (v / low_) / std::log (high_ / low_);
      }

      // What has a line; on a long axis only the powers of ten have a label.
      //
      struct tick
      {
        double value;
        bool labelled;
      };

      std::vector<tick> ticks () const
      {
        std::vector<tick> r;
        bool sparse (high_ / low_ > 2000);

        for (double power (std::pow (10, std::floor (std::log10 (low_))));
             power <= high_ * 1.001; power *= 10)
          for (int i : {1, 2, 5})
          {
            double v (power * i);

            if (v >= low_ * 0.999 && v <= high_ * 1.001)
              r.push_back (tick {v, i == 1 || !sparse});
          }

        return r;
      }

    private:
      static double rounded (double v, bool up)
      {
        double power (std::pow (10, std::floor (std::log10 (v))));
        double r (power * (up ? 10 : 1));

        for (int i : {1, 2, 5})
          if (up ? power * i >= v * 0.999 && power * i < r
                 : power * i <= v * 1.001 && power * i > r)
            r = power * i;

        return r;
      }

      double begin_, end_, low_, high_;
    };

    std::string marker (double x, double y, const series& s)
    {
      return "<circle cx=\"" + number (x) + "\" cy=\"" + number (y) +
             "\" r=\"3.5\" stroke-width=\"2\" stroke=\"" + s.colour +
             "\" fill=\"" + (s.dashed ? "#ffffff" : s.colour) + "\"/>\n";
    }

    std::string stroke (const series& s)
    {
      return std::string (" stroke-width=\"2\"") +
             (s.dashed ? " stroke-dasharray=\"6 4\"" : "");
    }

    std::string drawn (const series& s, const axis& x, const axis& y)
    {
      std::string path, markers;

      for (const auto& p : s.points)
        if (p.second > 0)
        {
          double px (x.at (p.first)), py (y.at (p.second));
          path +=
            (path.empty () ? "M" : " L") + number (px) + ' ' + number (py);
          markers += marker (px, py, s);
        }

      return "<path d=\"" + path + "\" fill=\"none\" stroke=\"" + s.colour +
             "\"" + stroke (s) + "/>\n" + markers;
    }
  }

  std::string plot::svg () const
  {
    double far (std::numeric_limits<double>::max ());
    double x_low (far), x_high (0), y_low (far), y_high (0);

    for (const benchmarks::series& s : series)
      for (const auto& p : s.points)
        if (p.second > 0)
        {
          x_low = std::min (x_low, p.first);
          x_high = std::max (x_high, p.first);
          y_low = std::min (y_low, p.second);
          y_high = std::max (y_high, p.second);
        }

    axis xs (x_low, x_high, left, right);
    axis ys (y_low, y_high, bottom, top);

    std::string r (
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
      number (width, "%.0f") + ' ' + number (height, "%.0f") + "\" width=\"" +
      number (width, "%.0f") + "\" height=\"" + number (height, "%.0f") +
      "\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\" "
      "fill=\"" +
      ink + "\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");

    r += text (left, 30, "start", title,
               " font-size=\"16\" font-weight=\"bold\"");

    for (const axis::tick& t : xs.ticks ())
    {
      double at (xs.at (t.value));
      r += line (at, top, at, bottom, t.labelled ? grid : faint_grid);

      if (t.labelled)
        r += text (at, bottom + 20, "middle", readable (t.value));
    }

    for (const axis::tick& t : ys.ticks ())
    {
      double at (ys.at (t.value));
      r += line (left, at, right, at, t.labelled ? grid : faint_grid);

      if (t.labelled)
        r += text (left - 8, at + 4.5, "end", readable (t.value));
    }

    r += line (left, bottom, right, bottom, ink);
    r += line (left, top, left, bottom, ink);
    r += text ((left + right) / 2, height - 12, "middle", x);

    std::string middle (number ((top + bottom) / 2));
    r += text (20, (top + bottom) / 2, "middle", y,
               " transform=\"rotate(-90 20 " + middle + ")\"");

    for (const benchmarks::series& s : series)
      r += drawn (s, xs, ys);

    // What grows leaves the corner on the upper left free.
    //
    double at (top + 22);

    r += "<rect x=\"" + number (left + 10) + "\" y=\"" + number (top + 6) +
         "\" width=\"290\" height=\"" +
         number (22 * static_cast<double> (series.size ()) + 8) +
         "\" fill=\"#ffffff\" stroke=\"" + grid + "\"/>\n";

    for (const benchmarks::series& s : series)
    {
      r += line (left + 20, at, left + 54, at, s.colour, stroke (s));
      r += marker (left + 37, at, s);
      r += text (left + 64, at + 4.5, "start", s.name);
      at += 22;
    }

    return r + "</svg>\n";
  }
}
