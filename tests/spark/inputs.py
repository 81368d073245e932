"""What archives hold beside good articles, and programs that lose answers: what examples/spark makes of them.

    PYTHONPATH=examples/spark python tests/spark/inputs.py FOLDER BINARY

Each case is a function; the first that is not as expected ends the run.
"""
import argparse
import collections
import contextlib
import datetime
import gzip
import hashlib
import io
import json
import os
import pathlib
import shutil
import sys

import analyze
import cluster
import pyarrow
import pyarrow.parquet

MEBIBYTE = 1 << 20
PROBLEM = "/docs/problems#"


def made_id(line):
    return "sha256:" + hashlib.sha256(line).hexdigest()


# A line, its id, its problem.
LINES = [
    (b'{"id":"good","text":"VANNES, 12 March 2024 - It rained."}', "good", None),
    (b"", None, None),
    (b" \t\r", None, None),
    (b'{"text":"No id."}', made_id(b'{"text":"No id."}'), None),
    (b'{"text":"No id."}', made_id(b'{"text":"No id."}'), None),
    (b'{"id":null,"text":"No id."}', made_id(b'{"id":null,"text":"No id."}'), None),
    (b'{"id":"broken","text":', made_id(b'{"id":"broken","text":'), "malformed-json"),
    (b"not JSON", made_id(b"not JSON"), "malformed-json"),
    (b"[1]", made_id(b"[1]"), "invalid-fields"),
    (b'{"id":7,"text":"A number."}', "7", "invalid-fields"),
    (b'{"id":"field","body":"?"}', "field", "invalid-fields"),
    (b'{"id":"latin-1","text":"caf\xe9"}', "latin-1", "malformed-text"),
    (b'{"id":"caf\xe9","text":"x"}', made_id(b'{"id":"caf\xe9","text":"x"}'), "malformed-text"),
    (b'{"id":"large","text":"' + b"a " * MEBIBYTE + b'"}', "large", "text-too-large"),
    (b'{"id":"huge","text":"' + b"a " * 4 * MEBIBYTE + b'"}', "huge", "body-too-large"),
    (b'{"id":"return","text":"A line of Windows."}\r', "return", None),
    (b'{"id":"separator",\r"text":"One\xe2\x80\xa8line\xc2\x85in JSON."}', "separator", None),
    (b'{"id":"tab","text":"A\ttab."}', "tab", "malformed-json"),
    (b'\xef\xbb\xbf{"id":"mark","text":"A byte order mark."}', "mark", None),
    (b'{"id":"empty","text":""}', "empty", None),
    (b'{"id":"no line break","text":"It ends here."}', "no line break", None),
]

# Programs that are not as `copydesk analyze` is, with what the job must complain of.
IMPOSTORS = {
    "leaves one out": ("case $id in *'\"n3\"'*) continue;; esac; echo \"$answer\"", "expected the answer for 'n3'"),
    "leaves the last out": ("case $id in *'\"n9\"'*) continue;; esac; echo \"$answer\"", "each of ['n9']"),
    "answers twice": ("echo \"$answer\"; echo \"$answer\"", "but got that for 'n0'"),
    "answers the last twice": ("echo \"$answer\"; case $id in *'\"n9\"'*) echo \"$answer\";; esac", "got one more"),
    "is killed": ("case $id in *'\"n5\"'*) kill -9 $$;; esac; echo \"$answer\"", "copydesk ended with -9"),
    "breaks off in a line": ("case $id in *'\"n9\"'*) printf '{\"id\":'; exit;; esac; echo \"$answer\"", "each of ['n9']"),
    "fails at once": ("echo 'no models' >&2; exit 1", "no models"),
}


def expect(expected, got, what):
    if expected != got:
        sys.exit(f"{what}: expected {expected}, but got {got}")


class Job:
    """The job with one session for all cases."""

    def __init__(self, spark, folder, binary):
        self.spark, self.folder, self.binary = spark, folder, binary

    def run(self, name, source, *flags):
        """The counts and the rows."""
        output = self.folder / name
        words = [str(source), f"--output={output}", f"--binary={self.binary}", *flags]
        counts = analyze.run(self.spark, analyze.parse(words))
        expect(counts, json.loads((output / "_SUCCESS").read_text()), f"{name}: _SUCCESS")
        return counts, output

    def fail(self, name, source, *flags):
        """The complaint of a run that must not end well."""
        try:
            counts, _ = self.run(name, source, *flags)
        except Exception as failure:
            expect(False, (self.folder / name / "_SUCCESS").exists(), f"{name}: _SUCCESS")
            return str(failure)
        sys.exit(f"{name}: expected a failure, but got {counts}")


def lines_of_every_kind(job):
    source = job.folder / "every-kind.ndjson.gz"
    source.write_bytes(gzip.compress(b"\n".join(line for line, *_ in LINES)))
    counts, output = job.run("every-kind", source, "--partitions=3")
    rows = pyarrow.parquet.read_table(output).to_pylist()
    expected = collections.Counter((id, problem and PROBLEM + problem) for _, id, problem in LINES if id)
    expect(expected, collections.Counter((row["id"], row["problem"]) for row in rows), "ids and problems")
    problems = collections.Counter(PROBLEM + problem for _, _, problem in LINES if problem)
    expect({"articles": 19, "without_id": 7, "problems": dict(problems)}, counts, "counts")


def an_id_that_comes_twice(job):
    source = job.folder / "twice.ndjson"
    source.write_text('{"id":"a","text":"x"}\n{"id":"b","text":"y"}\n{"id":"a","text":"z"}\n')
    complaint = job.fail("twice", source)
    expect(True, "'a': 2 in" in complaint and "'b'" not in complaint, complaint)
    expect(False, (job.folder / "twice").exists(), "an output")


def a_table(job):
    """Names of its own, a time, no id, bytes that are no UTF-8; rows of JSON come out."""
    source = job.folder / "table.parquet"
    latin = pyarrow.array([b"caf\xe9"]).view(pyarrow.string())
    bodies = pyarrow.chunked_array([pyarrow.array(["It rained on Monday.", "Il pleut."]), latin])
    moment = datetime.datetime(2024, 3, 12, 10, 30)
    columns = {"key": [1, None, 3], "body": bodies, "published": [moment, None, None], "desk": ["a", "b", "c"]}
    pyarrow.parquet.write_table(pyarrow.table(columns), source)
    flags = ["--format=parquet", "--output-format=ndjson", "--column=id=key", "--column=text=body"]
    counts, output = job.run("table", source, *flags)
    lines = "".join(file.read_text() for file in output.glob("part-*")).splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}
    without_id = made_id('{"text": "Il pleut."}'.encode())
    expect({"1", without_id, "3"}, rows.keys(), "ids of a table")
    expect(PROBLEM + "malformed-text", rows["3"]["problem"], "problem of a text in Latin-1")
    expect("2024-03-12T10:30:00", rows["1"]["date"][:19], "date of publication")
    expect("2024-03-11", json.loads(rows["1"]["answer"])["dates"][0]["value"], "Monday")
    expect((3, 1), (counts["articles"], counts["without_id"]), "counts")
    complaint = job.fail("no-text", source, "--format=parquet", "--column=id=key")
    expect(True, "expected a column text or html" in complaint, complaint)


def programs_that_lose_answers(job):
    source = job.folder / "ten.ndjson"
    source.write_text("".join(f'{{"id":"n{number}","text":"x"}}\n' for number in range(10)))
    for name, (body, complaint) in IMPOSTORS.items():
        program = job.folder / name.replace(" ", "-")
        answer = 'id=${line%%,*}; answer="$id,\\"attributions\\":[]}"'
        program.write_text(f"#!/bin/sh\nwhile read -r line; do {answer}; {body}; done\n")
        program.chmod(0o755)
        got = job.fail(f"{program.name}-findings", source, f"--binary={program}")
        expect(True, complaint in got, f"a program that {name}: {got[-600:]}")


def an_output_that_is_not_the_input(job):
    schema = "id string, went_in long, is_given boolean"
    went_in = job.spark.createDataFrame([("a", 1, True), ("b", 1, True), ("c", 2, False)], schema)
    for ids, complaint in {
        "abcc": None,
        "acc": "'b': 1 in, 0 out",
        "abbcc": "'b': 1 in, 2 out",
        "abc": "'c': 2 in, 1 out",
        "abccd": "'d': 0 in, 1 out",
    }.items():
        try:
            analyze.compare(went_in, job.spark.createDataFrame([(id,) for id in ids], "id string"))
            got = None
        except analyze.Failure as failure:
            got = str(failure)
        expect(True, got == complaint or bool(complaint and got and complaint in got), f"{ids}: {got}")


def wrong_flags(_):
    for words in (["x"], ["x", "--output=y", "--column=key"], ["x", "--output=y", "--column=name=key"]):
        with contextlib.redirect_stderr(io.StringIO()) as complaint:
            try:
                sys.exit(f"{words}: expected a complaint, but got {analyze.parse(words)}")
            except SystemExit as end:
                expect(2, end.code, f"status for {words}: {complaint.getvalue()}")


def session():
    os.environ.update(cluster.environment())
    builder = analyze.SparkSession.builder.master("local[2]").appName("inputs")
    settings = {
        "spark.driver.extraJavaOptions": cluster.SHORT_RUN,
        "spark.log.level": "OFF",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    return builder.config(map=settings).getOrCreate()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("binary", type=pathlib.Path)
    arguments = parser.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    arguments.folder.mkdir(parents=True)
    job = Job(session(), arguments.folder.resolve(), arguments.binary.resolve())
    for case in (
        wrong_flags,
        lines_of_every_kind,
        an_id_that_comes_twice,
        a_table,
        programs_that_lose_answers,
        an_output_that_is_not_the_input,
    ):
        case(job)
        print(f"ok: {case.__name__.replace('_', ' ')}")


if __name__ == "__main__":
    main()
