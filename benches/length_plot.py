"""Draws the curves of length.py as an SVG: time against size, both logarithmic, prose on the left and
the hard texts on the right. Each curve has its name at its end; a line of slope 1 shows what twice the
time for twice the size looks like. The colours follow the reader's light or dark setting.
"""
import math
from html import escape

WIDTH, HEIGHT = 1000, 520
TOP, BOTTOM = 56, 468
# Left edges of the two panels, and their width without the names of the curves.
PANELS, ACROSS = (62, 536), 300
# Bytes and seconds at the edges.
SIZES = (1e3, 1e6)
LINE_HEIGHT = 15
STYLE = """
.ground { fill: #ffffff } .ink { fill: #1f2328 } .dim { fill: #59636e } .grid { stroke: #d1d9e0 } .guide { stroke: #59636e }
.c0 { --c: #0b63c5 } .c1 { --c: #b3460b } .c2 { --c: #1a7f37 } .c3 { --c: #8250df } .c4 { --c: #a1165f } .c5 { --c: #7a5c00 } .c6 { --c: #0a7283 }
.curve { fill: none; stroke: var(--c); stroke-width: 1.75 } .dot { fill: var(--c) } .name { fill: var(--c) } .lead { stroke: var(--c); stroke-width: .75; opacity: .6 }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117 } .ink { fill: #f0f6fc } .dim { fill: #9198a1 } .grid { stroke: #3d444d } .guide { stroke: #9198a1 }
.c0 { --c: #58a6ff } .c1 { --c: #f0883e } .c2 { --c: #56d364 } .c3 { --c: #bc8cff } .c4 { --c: #ff7eb6 } .c5 { --c: #e3b341 } .c6 { --c: #56d4dd }
}
text { font: 12px system-ui, -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
.title { font-size: 15px; font-weight: 600 }
"""
COLOURS = 7


def label(x, y, content, kind, *, anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(content)}</text>'


def line(x1, y1, x2, y2, kind, extra=""):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"{extra}/>'


def duration(seconds):
    return f"{seconds:g} s" if seconds >= 1 else f"{seconds * 1e3:g} ms"


def amount(size):
    return f"{size / 1e6:g} MB" if size >= 1e6 else f"{size / 1e3:g} kB"


class Panel:
    """One pair of axes at `left`; `range` is the least and the most seconds."""

    def __init__(self, left, range):
        self.left, self.range = left, range

    def x(self, size):
        return self.left + ACROSS * math.log(size / SIZES[0]) / math.log(SIZES[1] / SIZES[0])

    def y(self, seconds):
        least, most = self.range
        return BOTTOM - (BOTTOM - TOP) * math.log(seconds / least) / math.log(most / least)

    def axes(self, title):
        yield label(self.left, 24, title, "ink title")
        yield label(self.left, 45, "processor time", "ink")
        for power in range(3, 7):
            x = self.x(10**power)
            yield line(x, TOP, x, BOTTOM, "grid")
            yield label(x, BOTTOM + 18, amount(10**power), "dim", anchor="middle")
        least, most = (round(math.log10(edge)) for edge in self.range)
        for power in range(least, most + 1):
            y = self.y(10.0**power)
            yield line(self.left, y, self.left + ACROSS, y, "grid")
            yield label(self.left - 8, y + 4, duration(10.0**power), "dim", anchor="end")
        yield label(self.left + ACROSS / 2, BOTTOM + 40, "size of the article", "ink", anchor="middle")

    def guide(self, rate):
        """A line of slope 1: so many seconds for each byte."""
        first, last = (size * rate for size in SIZES)
        x, y = self.left, self.y(first)
        right, top = self.left + ACROSS, self.y(last)
        yield line(x, y, right, top, "guide", ' stroke-dasharray="5 4"')
        middle, height = x + ACROSS * 0.5, y + (top - y) * 0.5
        angle = math.degrees(math.atan2(top - y, right - x))
        turned = f'transform="rotate({angle:.1f} {middle:.1f} {height:.1f})"'
        yield f'<text x="{middle:.1f}" y="{height - 7:.1f}" class="dim" text-anchor="middle" {turned}>slope 1</text>'

    def curves(self, curves):
        ends = [self.y(curve.points[-1].seconds) for curve in curves]
        for at, (curve, end, y) in enumerate(zip(curves, ends, apart(ends))):
            colour = f"c{at % COLOURS}"
            places = [(self.x(point.size), self.y(point.seconds)) for point in curve.points]
            yield f'<g class="{colour}"><title>{escape(curve.name)}</title>'
            yield f'<polyline class="curve" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'
            yield from (f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2"/>' for x, y in places)
            right = self.left + ACROSS
            yield line(right + 3, end, right + 15, y, "lead")
            yield label(right + 18, y + 4, curve.name, "name") + "</g>"


def apart(heights):
    """The heights, moved so far that a line of text fits at each."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    groups = []
    for at in order:
        groups.append([[at], heights[at]])
        while len(groups) > 1 and touch(groups[-2], groups[-1]):
            members, _ = groups.pop()
            together = groups.pop()[0] + members
            groups.append([together, sum(heights[member] for member in together) / len(together)])
    found = [0.0] * len(heights)
    for members, middle in groups:
        for place, member in enumerate(members):
            found[member] = middle + (place - (len(members) - 1) / 2) * LINE_HEIGHT
    return found


def touch(above, below):
    room = (len(above[0]) + len(below[0])) / 2 * LINE_HEIGHT
    return below[1] - above[1] < room


def edges(curves):
    """Powers of ten around all times."""
    times = [point.seconds for curve in curves for point in curve.points]
    return 10.0 ** math.floor(math.log10(min(times))), 10.0 ** math.ceil(math.log10(max(times)))


def draw(curves):
    range = edges(curves)
    prose = [curve for curve in curves if curve.is_prose]
    hard = [curve for curve in curves if not curve.is_prose]
    # The guide stands above all curves, where the axes have room for it.
    rate = 0.7 * range[1] / SIZES[1]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">',
        "<title>Processor time of an article against its size, on logarithmic axes</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="8"/>',
    ]
    for left, title, part in zip(PANELS, ("Ordinary prose", "Texts that are hard on a reader"), (prose, hard)):
        panel = Panel(left, range)
        parts += [*panel.axes(title), *panel.guide(rate), *panel.curves(part)]
    return "\n".join([*parts, "</svg>"]) + "\n"
