#!/usr/bin/env python3
"""Puts what a benchmark measured between its two marks in a document.

    benches/marks.py docs/performance.md benches/http.sh < tables

takes the place of what stands between `<!-- measured: benches/http.sh --write -->` and the next
`<!-- end -->`.
"""
import pathlib
import sys

END = "<!-- end -->\n"


def write(path, script, tables):
    begin = f"<!-- measured: {script} --write -->\n"
    path = pathlib.Path(path)
    before, mark, rest = path.read_text(encoding="utf-8").partition(begin)
    _, end, after = rest.partition(END)
    if not mark or not end:
        sys.exit(f"expected {begin.strip()} and {END.strip()} in {path}, but they are not there")
    path.write_text(f"{before}{begin}\n{tables.strip()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("expected the path of a document and of a script")
    write(sys.argv[1], sys.argv[2], sys.stdin.read())
