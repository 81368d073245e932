#!/usr/bin/env python3
"""Measures what an article costs by its length, over HTTP, and draws it.

    benches/length.py --write docs          1 kB to 1 MB: docs/images/length.tsv, length.svg, docs/performance.md
    benches/length.py --check               for CI: 256 kB take at most three times what four of 64 kB take

It starts a server of its own ($COPYDESK_BIN, target/release/copydesk without) with a deadline that
nothing meets, and counts the processor time of its process for each request, the median of several,
so that other work on the machine matters little.
Ordinary prose is made of the paragraphs of the repository's own sample articles, in a new order each
time they are used up; the other texts are those of pathological.py that try a stage each.
"""
import argparse
import math
import os
import pathlib
import random
import statistics
import sys
import time
from collections import namedtuple

from length_plot import draw
from marks import write
from pathological import CASES, Server, text

ROOT = pathlib.Path(__file__).resolve().parent.parent
LANGUAGES = {"de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch", "pt": "Portuguese"}
# label: case of pathological.py
HARD = {
    "quotation marks": "quotation marks of all kinds",
    "opening marks": "opening quotation marks",
    "nested quotations": "nested quotations that close",
    "dates": "dates in one sentence",
    "names": "a different name in every sentence",
    "one sentence": "one sentence without a full stop",
    "one token": "a megabyte without a space",
    "combining marks": "combining marks on one letter",
    "NUL": "NUL",
    "right-to-left overrides": "right-to-left overrides",
}
# From 1 kB to 1 MB in even steps of the logarithm.
SIZES = [round(1000 * 1000 ** (step / 11)) for step in range(12)]
CHECKED = (64_000, 256_000)
# How many times the time in proportion a larger article may take.
MOST = 3.0
# Requests of a size: enough for this many seconds, but neither more nor fewer than this.
SECONDS, FEWEST, MOST_REQUESTS = 1.0, 3, 41
# The processor clock of a process counts in nanoseconds; so short a time still says little.
LEAST_SECONDS = 0.001

Kind = namedtuple("Kind", "name language body")
Point = namedtuple("Point", "size seconds")
Curve = namedtuple("Curve", "name is_prose points")


def paragraphs(language):
    paths = [ROOT / "benches" / f"article.{language}.txt", *sorted((ROOT / "tests" / "golden" / language).glob("*.txt"))]
    found = (path.read_text(encoding="utf-8") for path in paths if path.exists())
    return [line for article in found for line in article.splitlines() if line.strip()]


def prose(language):
    """A text of a size, cut where it is reached; the same for the same size."""
    stock = paragraphs(language)

    def body(size):
        draw_from, parts, length = random.Random(size), [], 0
        while length < size:
            for part in draw_from.sample(stock, len(stock)):
                parts.append(part)
                length += len(part.encode()) + 2
        return cut("\n\n".join(parts), size)

    return body


def cut(text, size):
    return text.encode()[:size].decode(errors="ignore").encode()


def kinds():
    for language, name in LANGUAGES.items():
        yield Kind(name, language, prose(language))
    for name, case in HARD.items():
        yield Kind(name, "fr", lambda size, of=CASES[case][0]: of(size)[1])
    yield Kind("opening brackets", "fr", lambda size: text("(")(size)[1])


def ask(server, kind, content):
    """The processor time of a request."""
    clock = (~server.process.pid << 3) | 2  # as clock_getcpuclockid(3) makes it
    before = time.clock_gettime(clock)
    path = f"/v1/analyze?language={kind.language}"
    status, answer = server.request("POST", path, content, {"content-type": "text/plain; charset=utf-8"})
    seconds = time.clock_gettime(clock) - before
    if status != 200:
        sys.exit(f"{kind.name}, {len(content)} bytes: expected 200, but got {status}: {answer[:300]}")
    return seconds


def measured(server, kind, size, longest=SECONDS):
    content = kind.body(size)
    first = ask(server, kind, content)
    count = min(MOST_REQUESTS, max(FEWEST, round(longest / max(first, LEAST_SECONDS))))
    # The first one warms up, which matters to short ones alone.
    times = [first] if count == FEWEST else []
    times += [ask(server, kind, content) for _ in range(count - len(times))]
    return Point(len(content), statistics.median(times))


def curve(server, kind):
    found = Curve(kind.name, kind.name in LANGUAGES.values(), [measured(server, kind, size) for size in SIZES])
    print(row(found), flush=True)
    return found


def slope(points):
    """Of the line through the logarithms of size and time, by least squares."""
    across = [math.log(point.size) for point in points]
    up = [math.log(point.seconds) for point in points]
    return statistics.linear_regression(across, up).slope


def per_byte(point):
    return 1e9 * point.seconds / point.size


def steepest(points):
    """The largest ratio of the times for a byte of neighbouring sizes."""
    times = [per_byte(point) for point in points]
    return max(more / less for less, more in zip(times, times[1:]))


def row(curve):
    points = curve.points
    figures = [f"{per_byte(point):,.0f}" for point in (points[0], points[len(points) // 2], points[-1])]
    return f"| {curve.name} | {' | '.join(figures)} | {slope(points):.2f} | {steepest(points):.2f} |"


def table(curves):
    middle = SIZES[len(SIZES) // 2] // 1000
    return "\n".join([
        f"| text | ns for a byte at 1 kB | at {middle} kB | at 1 MB | slope | steepest step |",
        "|---|---|---|---|---|---|",
        *map(row, curves),
    ])


def as_tsv(curves):
    lines = ["# text\tbytes\tmilliseconds of the processor, median\tnanoseconds for a byte"]
    for curve in curves:
        lines += [f"{curve.name}\t{each.size}\t{1e3 * each.seconds:.3f}\t{per_byte(each):.0f}" for each in curve.points]
    return "\n".join(lines) + "\n"


def check(server):
    wrong = 0
    print("milliseconds at 64 kB and at 256 kB, and how many times the time in proportion")
    for kind in kinds():
        less, more = (measured(server, kind, size, longest=0.1) for size in CHECKED)
        factor = per_byte(more) / per_byte(less)
        is_wrong = factor > MOST
        wrong += is_wrong
        note = f"  expected at most {MOST:g}" if is_wrong else ""
        print(f"{kind.name:26}{1e3 * less.seconds:10.1f}{1e3 * more.seconds:10.1f}{factor:8.2f}{note}", flush=True)
    if wrong:
        sys.exit(f"{wrong} kinds of text take more than they should")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", type=pathlib.Path, metavar="DOCS")
    arguments = parser.parse_args()
    with Server(os.path.abspath(os.environ.get("COPYDESK_BIN", "target/release/copydesk"))) as server:
        if arguments.check:
            check(server)
            return
        curves = [curve(server, kind) for kind in kinds()]
    if arguments.write:
        images = arguments.write / "images"
        (images / "length.tsv").write_text(as_tsv(curves), encoding="utf-8")
        (images / "length.svg").write_text(draw(curves), encoding="utf-8")
        write(arguments.write / "performance.md", "benches/length.py", table(curves))


if __name__ == "__main__":
    main()
