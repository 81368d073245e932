"""A worker dies in the middle of examples/spark: nothing is lost, doubled or changed.

    python tests/spark/killed_worker.py FOLDER BINARY

2,000 articles, two workers. One is killed while it analyses, which the driver's interface and its log of
events both show. The ids are those that went in, and the answers those of one direct run.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import cluster
import pyarrow.parquet

EXAMPLE = pathlib.Path("examples/spark")
ARTICLES = 2000

# About 20 tasks, so that many are done, run and wait when the worker dies.
SETTINGS = {
    "spark.sql.files.maxPartitionBytes": "120k",
    "spark.sql.files.openCostInBytes": "0",
    "spark.sql.shuffle.partitions": "2",
    "spark.eventLog.enabled": "true",
    "spark.eventLog.compress": "false",
    "spark.eventLog.rolling.enabled": "false",
    "spark.log.level": "WARN",
}


def expect(expected, got, what):
    if expected != got:
        sys.exit(f"{what}: expected {expected}, but got {got}")


def without_time(answer):
    """An answer without the one value that differs from run to run."""
    return re.sub(rb'"elapsed_ms":[0-9.e-]+', b'"elapsed_ms":0', answer.rstrip(b"\n"))


def generate(path):
    with path.open("wb") as file:
        subprocess.run([sys.executable, EXAMPLE / "generate.py", str(ARTICLES)], stdout=file, check=True)


def direct_answers(binary, articles):
    with articles.open("rb") as file:
        done = subprocess.run([binary, "analyze"], stdin=file, stdout=subprocess.PIPE, check=True)
    return {json.loads(line)["id"]: without_time(line) for line in done.stdout.splitlines()}


def run_and_kill(folder, articles, binary):
    """Runs the job and kills a worker. Returns the tasks that ran on it, and the events of the driver."""
    events = folder / "events"
    with cluster.Cluster(folder / "cluster", workers=2) as nodes:
        events.mkdir(exist_ok=True)
        settings = SETTINGS | {"spark.eventLog.dir": events.resolve().as_uri()}
        job = [EXAMPLE / "analyze.py", articles, "--output", folder / "findings", "--binary", binary.name]
        driver = nodes.submit(settings, "--files", binary, *job)
        killed = nodes.kill_amid_tasks("analyse", driver)
        if not killed or driver.wait(300):
            log = (nodes.folder / "driver.log").read_text()[-5000:]
            sys.exit(f"expected the job to lose a worker and to end well, but it lost {killed} and said:\n{log}")
        expect([], programs_left(nodes.folder), "programs of the killed worker that still run")
    (log,) = events.iterdir()
    return killed, [json.loads(line) for line in log.read_text().splitlines()]


def programs_left(folder):
    """The programs that executors of this cluster started and that have not ended, a second later."""
    time.sleep(1)
    own = str(folder.resolve())
    running = {entry: cluster.words_of(entry) for entry in os.listdir("/proc") if entry.isdigit()}
    return [process for process, words in running.items() if words[0:1] and words[0].startswith(own)]


def check_retried(killed, events):
    """Each task that ran on the killed worker failed with it, and succeeded elsewhere in another attempt."""
    ends = [event for event in events if event["Event"] == "SparkListenerTaskEnd"]
    ends_of = collections.defaultdict(list)
    for end in ends:
        ends_of[end["Task Info"]["Task ID"]].append(end)
    for task in killed:
        (end,) = ends_of[task["taskId"]]
        expect("ExecutorLostFailure", end["Task End Reason"]["Reason"], f"end of task {task['index']}")
        again = [
            other["Task Info"]
            for other in ends
            if other["Stage ID"] == end["Stage ID"]
            and other["Task Info"]["Index"] == task["index"]
            and other["Task End Reason"]["Reason"] == "Success"
        ]
        expect(1, len(again), f"successes of task {task['index']}")
        if again[0]["Executor ID"] == task["executorId"] or again[0]["Attempt"] == task["attempt"]:
            sys.exit(f"expected another attempt of task {task['index']} elsewhere, but got {again[0]}")
        print(
            f"task {task['index']}: lost with executor {task['executorId']}, "
            f"attempt {again[0]['Attempt']} succeeded on executor {again[0]['Executor ID']}"
        )


def check_findings(folder, expected):
    rows = pyarrow.parquet.read_table(folder / "findings").to_pylist()
    twice = [id for id, count in collections.Counter(row["id"] for row in rows).items() if count > 1]
    expect([], twice, "ids that came out more than once")
    answers = {row["id"]: without_time(row["answer"].encode()) for row in rows}
    expect(set(), expected.keys() ^ answers.keys(), "ids that went in or came out alone")
    changed = [id for id in expected if answers[id] != expected[id]]
    expect([], changed, "answers that differ from those of a direct run")
    for row in rows:
        answer = json.loads(row["answer"])
        expect(row["id"][:2], row["language"], f"language of {row['id']}")
        expect(answer["date"]["value"], row["date"], f"date of {row['id']}")
        expect(len(answer["attributions"]), row["n_attributions"], f"attributions of {row['id']}")
    if not any(row["speakers"] for row in rows):
        sys.exit("expected speakers, but no row has one")
    counts = json.loads((folder / "findings" / "_SUCCESS").read_text())
    expect({"articles": ARTICLES, "without_id": 0, "problems": {}}, counts, "counts in _SUCCESS")
    print(f"{len(rows)} ids in, {len(rows)} out; all answers are those of a direct run")


def main():
    folder, binary = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    articles = folder / "articles.ndjson"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    generate(articles)
    expected = direct_answers(binary, articles)
    expect(ARTICLES, len(expected), "answers of a direct run")
    killed, events = run_and_kill(folder, articles, binary)
    check_retried(killed, events)
    check_findings(folder, expected)


if __name__ == "__main__":
    main()
