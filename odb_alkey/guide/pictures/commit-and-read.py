#!/usr/bin/env python3
"""Draws commit-and-read.svg, the picture in README.md.

    commit-and-read.py            writes it next to this script
    commit-and-read.py --check    fails if the file is another one

It needs nothing but Python 3. The picture has a background of its own, so
that it looks the same on a light and on a dark page.
"""

import pathlib
import sys
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 1000, 440

PAPER, LINE, INK, QUIET = "#fdfdfb", "#c9ccd1", "#1f2328", "#57606a"
WRITE, READ, DATA = "#b35900", "#0a6c52", "#3b5bb5"

FONT = "font-family='Helvetica, Arial, sans-serif'"
MONO = "font-family='DejaVu Sans Mono, Menlo, Consolas, monospace'"

TOP = 100  # where the life lines begin
BOTTOM = 365


class Drawing:
    def __init__(self):
        self.parts = []

    def add(self, text):
        self.parts.append(text)

    def text(self, x, y, text, size=14, color=INK, anchor="middle",
             weight="normal", font=FONT):
        # The stroke in the colour of the paper keeps it apart from lines.
        self.add(f"<text x='{x}' y='{y}' {font} font-size='{size}' "
                 f"font-weight='{weight}' fill='{color}' stroke='{PAPER}' "
                 f"stroke-width='5' paint-order='stroke' "
                 f"text-anchor='{anchor}'>{escape(text)}</text>")

    def arrow(self, x1, x2, y, color, dashed=False):
        tip = x2 - 9 if x2 > x1 else x2 + 9
        dash = " stroke-dasharray='5 4'" if dashed else ""
        self.add(f"<line x1='{x1}' y1='{y}' x2='{tip}' y2='{y}' "
                 f"stroke='{color}' stroke-width='2'{dash}/>")
        self.add(f"<path d='M{x2} {y} L{tip} {y - 5} L{tip} {y + 5} Z' "
                 f"fill='{color}'/>")

    def panel(self, x, title, subtitle, color, lines):
        """A title, and three life lines: positions and names in lines."""
        self.text(x, 44, title, 19, color, "start", "bold")
        self.text(x, 66, subtitle, 13, QUIET, "start")

        for at, name in lines:
            self.add(f"<line x1='{at}' y1='{TOP + 10}' x2='{at}' "
                     f"y2='{BOTTOM}' stroke='{LINE}' stroke-width='1.5'/>")
            self.add(f"<rect x='{at - 46}' y='{TOP - 18}' width='92' "
                     f"height='28' rx='6' fill='{PAPER}' stroke='{LINE}'/>")
            self.text(at, TOP + 1, name, 14, INK, weight="bold")

    def svg(self):
        head = (f"<svg xmlns='http://www.w3.org/2000/svg' "
                f"viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' "
                f"height='{HEIGHT}' role='img'>")
        title = ("<title>A commit fences what it writes in Redis, commits, and "
                 "then gives it new versions. A read asks Redis for versions "
                 "and value at once.</title>")
        paper = (f"<rect x='0.5' y='0.5' width='{WIDTH - 1}' "
                 f"height='{HEIGHT - 1}' rx='10' fill='{PAPER}' "
                 f"stroke='{LINE}'/>")
        return "\n".join([head, title, paper, *self.parts, "</svg>", ""])


def step(d, number, x1, x2, y, label, note, color, dashed=False):
    """A numbered message, with a note below it."""
    middle = (x1 + x2) / 2
    d.arrow(x1, x2, y, color, dashed)
    d.text(middle, y - 8, label, 14, INK)

    if note:
        d.text(middle, y + 17, note, 12, QUIET)

    if number:
        d.add(f"<circle cx='{x1 - 20}' cy='{y}' r='10' fill='{color}'/>")
        d.add(f"<text x='{x1 - 20}' y='{y + 4.5}' {FONT} font-size='13' "
              f"font-weight='bold' fill='#ffffff' "
              f"text-anchor='middle'>{number}</text>")


def commit(d):
    program, redis, database = 86, 256, 426
    d.panel(40, "A commit", "writes users 1", WRITE,
            [(program, "program"), (redis, "Redis"), (database, "database")])

    # The bar lasts as long as the fence.
    d.add(f"<rect x='{redis - 5}' y='150' width='10' height='160' rx='3' "
          f"fill='{WRITE}' fill-opacity='0.35'/>")

    step(d, "1", program, redis, 150, "fence users 1", "one round trip", WRITE)
    step(d, "2", program, database, 230, "COMMIT", "", DATA)
    step(d, "3", program, redis, 310, "new version", "nobody waits for it",
         WRITE, dashed=True)

    d.text(redis + 14, 268, "no key of users 1", 12, QUIET, "start")
    d.text(redis + 14, 284, "is shared", 12, QUIET, "start")
    d.text(40, 398, "A program that dies between 1 and 3 leaves its fence,", 13,
           QUIET, "start")
    d.text(40, 416, "which times out: then users 1 gets a new version.", 13,
           QUIET, "start")


def read(d):
    program, redis, database = 580, 750, 920
    d.panel(534, "A read", 'fetch (args (one<user> (1), "profile"), …)', READ,
            [(program, "program"), (redis, "Redis"), (database, "database")])

    step(d, "1", program, redis, 150, "version, value?", "", READ)
    d.arrow(redis, program, 176, READ)
    d.text((program + redis) / 2, 194, "one round trip", 12, QUIET)
    d.text(redis + 14, 168, "a hit ends here", 13, READ, "start", "bold")

    step(d, "2", program, database, 244, "load and compute", "", DATA)
    step(d, "3", program, redis, 310, "store", "unless users 1 had", READ)
    d.text((program + redis) / 2, 342, "a fence at 1", 12, QUIET)

    d.text(534, 398, "The key has the version, so that another one misses:", 13,
           QUIET, "start")
    d.text(534, 416, "alkey;…;1795438303969087/alkey:users#1;=profile", 12,
           QUIET, "start", font=MONO)


def main():
    d = Drawing()
    commit(d)
    d.add(f"<line x1='500' y1='30' x2='500' y2='{HEIGHT - 20}' "
          f"stroke='{LINE}'/>")
    read(d)

    path = pathlib.Path(__file__).with_suffix(".svg")

    if sys.argv[1:] == ["--check"]:
        if path.read_text(encoding="utf-8") != d.svg():
            sys.exit(f"{path} is not what {__file__} draws: run it")
    elif len(sys.argv) == 1:
        path.write_text(d.svg(), encoding="utf-8")
    else:
        sys.exit(__doc__)


main()
