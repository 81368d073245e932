#!/usr/bin/env python3
"""Measures `copydesk analyze` over generated articles, or your own, and works out what archives take.

    benches/archive.py target/release/copydesk --price 0.04 --write docs/scale.md
    benches/archive.py target/release/copydesk --input own.ndjson

With --write, the tables take the place of what stands between the two marks in a document.
The tables of archives count the core time of the run with the most jobs, when all cores are busy.
"""
import argparse
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from collections import namedtuple

from marks import write

GENERATOR = pathlib.Path(__file__).parent.parent / "examples" / "spark" / "generate.py"
ARCHIVES = {"1 M": 10**6, "20 M": 20 * 10**6, "1 B": 10**9}

Run = namedtuple("Run", "jobs seconds core_seconds resident answered")


def generate(path, arguments):
    command = [sys.executable, GENERATOR, str(arguments.articles), "--bytes", str(arguments.bytes)]
    with path.open("wb") as file:
        subprocess.run(command, stdout=file, check=True)
    return path


def run(binary, articles, jobs):
    """One run, with what the kernel says that it took."""
    with articles.open("rb") as given, tempfile.TemporaryFile() as found:
        start = time.perf_counter()
        process = subprocess.Popen([binary, "analyze", f"--jobs={jobs}"], stdin=given, stdout=found)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if status:
            sys.exit(f"expected no problems, but {binary} ended with {os.waitstatus_to_exitcode(status)}")
        return Run(jobs, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, found.tell())


def best(runs):
    """The least time, since what else a machine does can only add, and the most memory."""
    least = min(run.seconds for run in runs), min(run.core_seconds for run in runs)
    return runs[0]._replace(seconds=least[0], core_seconds=least[1], resident=max(run.resident for run in runs))


def speed_table(runs, articles, size):
    rows = [
        "| `--jobs` | articles/s | MB/s in | articles per core and hour | answers, kB each | peak resident MB |",
        "|---|---|---|---|---|---|",
    ]
    for each in runs:
        cells = [
            f"{each.jobs}",
            f"{articles / each.seconds:.0f}",
            f"{size / each.seconds / 1e6:.2f}",
            rounded(articles / each.core_seconds * 3600),
            f"{each.answered / articles / 1000:.1f}",
            f"{each.resident:.0f}",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def rounded(figure):
    """Two digits that mean something: more would promise what no shared machine can keep."""
    digits = 1 - math.floor(math.log10(figure))
    return f"{round(figure, digits):,.{max(digits, 0)}f}"


def archive_table(rate, price):
    rows = [
        f"| articles | core-hours: articles / {rounded(rate)} | hours on 64 cores: / 64 | cost: core-hours × {price:g} |",
        "|---|---|---|---|",
    ]
    for name, articles in ARCHIVES.items():
        hours = articles / rate
        rows.append(f"| {name} | {rounded(hours)} | {rounded(hours / 64)} | {rounded(hours * price)} |")
    return rows


def measure(arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.input or generate(pathlib.Path(folder, "articles.ndjson"), arguments)
        runs = [best([run(arguments.binary, path, jobs) for _ in range(arguments.repeat)]) for jobs in (1, 2)]
        size = path.stat().st_size
        articles = sum(1 for line in path.open("rb") if line.strip())
    rate = articles / runs[-1].core_seconds * 3600
    about = f"{articles:,} articles, {size / articles:,.0f} bytes each, best of {arguments.repeat} runs:"
    tables = [*speed_table(runs, articles, size), "", *archive_table(rate, arguments.price)]
    return "\n".join([about, "", *tables]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("--input", type=pathlib.Path, help="NDJSON of your own instead of generated articles")
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--bytes", type=int, default=3000, help="least size of an article's text")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--price", type=float, default=0.04, help="of a core-hour, in any currency (%(default)s)")
    parser.add_argument("--write", type=pathlib.Path, metavar="DOCUMENT")
    arguments = parser.parse_args()
    tables = measure(arguments)
    print(tables, end="")
    if arguments.write:
        write(arguments.write, "benches/archive.py", tables)


if __name__ == "__main__":
    main()
