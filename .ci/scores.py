#!/usr/bin/env python3
"""Scores a running server and compares the figures with the floors in floors.tsv.

    scores.py --url http://127.0.0.1:8080 --shared ../shared [--process PID] [--raise]

floors.tsv holds one figure per line: task, gold file (inside the shared folder), row and field of
the scorer's report, floor. A figure below its floor fails the run. Floors only rise: --raise sets
each one to the figure reached, rounded down, where that is higher. --process also holds the
server's memory after all the texts to a limit.
"""
import argparse
import json
import math
import pathlib
import subprocess
import sys

FLOORS = pathlib.Path(__file__).with_name("floors.tsv")
MOST_RESIDENT_MB = 150


def read_floors():
    rows = [line.split("\t") for line in FLOORS.read_text().splitlines() if line and not line.startswith("#")]
    return [(task, gold, row, field, float(floor)) for task, gold, row, field, floor in rows]


def write_floors(floors, figures):
    remarks = [line for line in FLOORS.read_text().splitlines() if line.startswith("#")]
    raised = [[*key, f"{max(floor, math.floor(figures[tuple(key)])):g}"] for *key, floor in floors]
    FLOORS.write_text("\n".join(remarks + ["\t".join(row) for row in raised]) + "\n")


def report(arguments, task, gold):
    """The scorer's report on one task and gold file, by row and field."""
    shared = pathlib.Path(arguments.shared)
    command = [sys.executable, shared / "score" / "score.py", "--url", arguments.url, "--json", task, shared / gold]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def measure(arguments, floors):
    """Every figure that has a floor; each task and gold file is scored once."""
    reports = {}
    for task, gold, *_ in floors:
        if (task, gold) not in reports:
            reports[task, gold] = report(arguments, task, gold)
    return {(task, gold, row, field): reports[task, gold][row][field] for task, gold, row, field, _ in floors}


def print_table(floors, figures):
    """Prints each figure beside its floor; returns how many are below."""
    below = 0
    print(f"{'task':10} {'gold':42} {'row':20} {'field':9} {'floor':>6} {'figure':>7}")
    for task, gold, row, field, floor in floors:
        figure = figures[task, gold, row, field]
        below += figure < floor
        mark = "  BELOW" if figure < floor else ""
        print(f"{task:10} {gold:42} {row:20} {field:9} {floor:6g} {figure:7.2f}{mark}")
    return below


def resident_mb(process):
    """Resident memory in megabytes, after proc(5)."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--process", type=int)
    parser.add_argument("--raise", dest="raises", action="store_true")
    arguments = parser.parse_args()
    floors = read_floors()
    figures = measure(arguments, floors)
    failures = print_table(floors, figures)
    if arguments.process:
        resident = resident_mb(arguments.process)
        print(f"resident memory {resident:.1f} MB, at most {MOST_RESIDENT_MB}")
        failures += resident > MOST_RESIDENT_MB
    if arguments.raises:
        write_floors(floors, figures)
    if failures:
        sys.exit(f"{failures} figures are worse than their limits")


if __name__ == "__main__":
    main()
