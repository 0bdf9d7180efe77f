"""Lines over logarithmic axes, as SVG."""

import math

# The size of a plot in pixels, and where its axes end.
WIDTH, HEIGHT = 720, 440
LEFT, RIGHT, TOP, BOTTOM = 80, 680, 56, 384
INK, GRID, FAINT = '#222222', '#dddddd', '#f0f0f0'

# Distinct also for those who do not see colours well.
BLUE, ORANGE, GREY = '#0072b2', '#d55e00', '#777777'


class Axis:
    """A logarithmic axis between two pixels, from one 1, 2 or 5 times a power
    of ten to another."""

    def __init__(self, values, begin, end):
        steps = [i * 10.0 ** p for p in range(-9, 10) for i in (1, 2, 5)]
        self.low = max(s for s in steps if s <= min(values) * 1.001)
        self.high = min(s for s in steps
                        if s >= max(max(values), 2 * self.low) * 0.999)
        self.begin, self.end = begin, end

        # On a long one only the powers of ten have a label.
        sparse = self.high / self.low > 2000
        self.ticks = [(s, i % 3 == 0 or not sparse)
                      for i, s in enumerate(steps)
                      if self.low * 0.999 <= s <= self.high * 1.001]

    def at(self, value):
        return self.begin + (self.end - self.begin) * (
            math.log(value / self.low) / math.log(self.high / self.low))


def tag(name, body='', **attributes):
    name_and_all = name

    for k, v in attributes.items():
        v = round(v, 1) if isinstance(v, float) else v
        name_and_all += f' {k.replace("_", "-")}="{v}"'

    return f'<{name_and_all}>{body}</{name}>'


def text(x, y, anchor, body, **more):
    return tag('text', body, x=x, y=y, text_anchor=anchor, **more)


def stroke(x1, y1, x2, y2, colour, **more):
    return tag('line', x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, **more)


def svg(title, x_title, y_title, series):
    points = [p for s in series for p in s[3]]
    xs = Axis([x for x, _ in points], LEFT, RIGHT)
    ys = Axis([y for _, y in points], BOTTOM, TOP)
    middle = (TOP + BOTTOM) // 2
    out = [tag('rect', width=WIDTH, height=HEIGHT, fill='#ffffff'),
           text(LEFT, 30, 'start', title, font_size=16, font_weight='bold')]

    for upright, axis in (True, xs), (False, ys):
        for value, labelled in axis.ticks:
            at = axis.at(value)
            label = f'{value:,.0f}' if value >= 1 else f'{value:g}'
            ends = (at, TOP, at, BOTTOM) if upright else (LEFT, at, RIGHT, at)
            place = ((at, BOTTOM + 20, 'middle') if upright
                     else (LEFT - 8, at + 4.5, 'end'))
            out.append(stroke(*ends, GRID if labelled else FAINT))
            out += [text(*place, label)] if labelled else []

    out += [stroke(LEFT, BOTTOM, RIGHT, BOTTOM, INK),
            stroke(LEFT, TOP, LEFT, BOTTOM, INK),
            text((LEFT + RIGHT) // 2, HEIGHT - 12, 'middle', x_title),
            text(20, middle, 'middle', y_title,
                 transform=f'rotate(-90 20 {middle})')]
    legend = [tag('rect', x=LEFT + 10, y=TOP + 6, width=290, fill='#ffffff',
                  height=22 * len(series) + 8, stroke=GRID)]

    for i, (name, colour, dashed, its_points) in enumerate(series):
        style = {'stroke_width': 2, 'stroke_dasharray': '6 4' if dashed else 0}
        pixels = [(xs.at(x), ys.at(y)) for x, y in its_points]

        # Lines that grow leave the corner on the upper left free.
        y = TOP + 22 + 22 * i
        legend += [stroke(LEFT + 20, y, LEFT + 54, y, colour, **style),
                   text(LEFT + 64, y + 4.5, 'start', name)]
        out.append(tag('polyline', fill='none', stroke=colour, **style,
                       points=' '.join(f'{x:.1f},{y:.1f}' for x, y in pixels)))
        out += [tag('circle', cx=x, cy=y, r=3.5, stroke=colour, stroke_width=2,
                    fill='#ffffff' if dashed else colour) for x, y in pixels]

    return tag('svg', '\n' + '\n'.join(out + legend) + '\n',
               xmlns='http://www.w3.org/2000/svg', width=WIDTH, height=HEIGHT,
               viewBox=f'0 0 {WIDTH} {HEIGHT}', font_size=13, fill=INK,
               font_family='Helvetica, Arial, sans-serif') + '\n'
