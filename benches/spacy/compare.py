#!/usr/bin/env python3
"""Sets Copydesk beside spaCy pipelines that train.py made: the same articles on the same core, in turn.

benches/spacy/run starts it. The articles are those of the repository: benches/article.*.txt and the
golden ones of the language. spaCy tags, parses and finds names; Copydesk does its whole analysis, the
language, dates, clusters, quotations, attributions and the JSON included.
"""
import argparse
import http.client
import json
import os
import pathlib
import statistics
import sys
import tempfile
from collections import namedtuple

from sides import CORE, Analyzed, Served, Spacy

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILT = ROOT / "target" / "ci" / "spacy"
NAMES = {"fr": "French", "en": "English"}
MEGABYTE = 1e6
sys.path.insert(0, str(ROOT / "benches"))
from marks import write  # noqa: E402

Sample = namedtuple("Sample", "language texts words tokens path")


def articles(language):
    paths = [ROOT / "benches" / f"article.{language}.txt", *sorted((ROOT / "tests" / "golden" / language).glob("*.txt"))]
    return [path.read_text(encoding="utf-8") for path in paths]


def token_count(server, texts):
    """What Copydesk counts as tokens: the rows of its CoNLL-U."""
    connection = http.client.HTTPConnection(server.address)
    count = 0
    for text in texts:
        body = json.dumps({"text": text}).encode()
        status, found = server.ask(connection, "POST", "/v1/analyze?format=conllu", body)
        if status != 200:
            sys.exit(f"expected 200, but got {status}: {found[:300]}")
        count += sum(1 for line in found.decode().splitlines() if line[:1].isdigit())
    return count


def sample(language, binary, folder):
    texts = articles(language)
    path = pathlib.Path(folder, f"{language}.ndjson")
    path.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts), encoding="utf-8")
    server = Served(binary, path, 0)
    tokens = token_count(server, texts)
    server.stop()
    return Sample(language, texts, sum(len(text.split()) for text in texts), tokens, path)


def in_turn(sides, rounds, seconds):
    """The runs of each side; one that does not count comes first."""
    runs = [[] for _ in sides]
    for number in range(rounds + 1):
        for side, found in zip(sides, runs):
            run = side.read(seconds)
            if number:
                found.append(run)
    return runs


def folder_size(path, *, without=()):
    files = (file for file in path.rglob("*") if file.is_file() and not set(without) & set(file.relative_to(path).parts))
    return sum(file.stat().st_size for file in files) / MEGABYTE


def sizes(binary, language):
    """Megabytes on disk: of spaCy the libraries that requirements.txt names and the model, of Copydesk all."""
    packages = next((BUILT / "venv" / "lib").glob("python*")) / "site-packages"
    libraries = folder_size(packages, without=("pip", "setuptools", "pkg_resources", "_distutils_hack", "__pycache__"))
    model = folder_size(BUILT / language / "model-best")
    return f"{model:.0f} + {libraries:.0f}", f"{binary.stat().st_size / MEGABYTE:.0f}"


def row(sample, side, runs, size):
    speed = statistics.median(run.articles / run.core for run in runs)
    tokens = statistics.median(run.tokens / run.core for run in runs)
    words = speed * sample.words / len(sample.texts)
    busy = statistics.median(run.core / run.wall for run in runs)
    cells = [
        NAMES[sample.language], side.name, f"{speed:,.0f}", f"{tokens:,.0f}", f"{words:,.0f}", f"{busy:.0%}".replace("%", " %"),
        f"{side.started_in:.2f}", f"{max(run.resident for run in runs):.0f}", size,
    ]
    return f"| {' | '.join(cells)} |"


def ratios(slower, faster):
    """How many times as many articles for each second of the core, round by round."""
    each = [other.articles / other.core / (run.articles / run.core) for run, other in zip(slower, faster)]
    return f"{statistics.median(each):.1f} ({min(each):.1f} to {max(each):.1f})"


def compare(language, arguments, folder):
    """The rows of the table for a language, and its ratios."""
    found = sample(language, arguments.binary, folder)
    python = BUILT / "venv" / "bin" / "python"
    sides = [
        Spacy(python, BUILT / language / "model-best", found.path),
        Served(arguments.binary, found.path, found.tokens),
        Analyzed(arguments.binary, found.path, found.tokens),
    ]
    try:
        runs = in_turn(sides, arguments.rounds, arguments.seconds)
    finally:
        for side in sides:
            side.stop()
    theirs, ours = sizes(arguments.binary, language)
    rows = [row(found, side, each, size) for side, each, size in zip(sides, runs, (theirs, ours, ours))]
    print("\n".join(rows), flush=True)
    spacy, served, analyzed = runs
    about = f"{len(found.texts)} articles, {sum(len(text.encode()) for text in found.texts) / len(found.texts):,.0f} bytes each"
    return rows, f"| {NAMES[language]} | {about} | {ratios(spacy, served)} | {ratios(spacy, analyzed)} |"


def published():
    """Copydesk's scores by language, measure and test set."""
    found = {}
    for line in (ROOT / "models" / "scores.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, _, measure, score, test_set, *_ = line.split("\t")
            found[language, measure, test_set] = score
    return found


def accuracy(languages):
    """A row for each score of train.py, beside that of Copydesk's models on the same file."""
    ours, rows = published(), []
    for language in languages:
        for line in (BUILT / language / "scores.tsv").read_text().splitlines():
            measure, score, test_set, size = line.split("\t")
            tasks = [f"{measure}, sentences", f"{measure}, articles"] if measure.endswith("F1") else [measure]
            other = " / ".join(ours.get((language, task, test_set), "?") for task in tasks)
            rows.append(f"| {measure} | `{test_set}` | {size} | {score} | {other} |")
    return rows


def tables(arguments):
    with tempfile.TemporaryDirectory() as folder:
        speed, times = zip(*(compare(language, arguments, folder) for language in arguments.languages))
    return "\n".join([
        "| | | articles/s | tokens/s, its own | words/s | of the core | start s | resident MB | disk MB |",
        "|---|---|---|---|---|---|---|---|---|",
        *(line for rows in speed for line in rows),
        "",
        "| | articles | Copydesk over HTTP, times as fast | `copydesk analyze`, times as fast |",
        "|---|---|---|---|",
        *times,
        "",
        "| measure | test set | size | spaCy | Copydesk |",
        "|---|---|---|---|---|",
        *accuracy(arguments.languages),
    ])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", type=lambda path: pathlib.Path(path).resolve(), required=True)
    parser.add_argument("--languages", nargs="+", default=list(NAMES), choices=list(NAMES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=6, help="that each side reads in a round (%(default)s)")
    parser.add_argument("--write", type=pathlib.Path, metavar="DOCUMENT")
    arguments = parser.parse_args()
    # What asks stays away from the core that is measured.
    os.sched_setaffinity(0, os.sched_getaffinity(0) - {CORE} or {CORE})
    found = tables(arguments)
    print(f"\n{found}")
    if arguments.write:
        write(arguments.write, "benches/spacy/run", found)


if __name__ == "__main__":
    main()
