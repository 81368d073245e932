"""The programs that compare.py sets side by side. Each is pinned to the same core and reads the same
articles when it is told to; the others wait meanwhile.
"""
import http.client
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import namedtuple

# The core that is measured; what asks runs on the others.
CORE = 1
# Requests under way: one that is answered, and one that waits for its turn.
CONNECTIONS = 2

# articles and tokens that were read, seconds on the wall and on the core, most resident megabytes
Run = namedtuple("Run", "articles tokens wall core resident")


def pinned(command):
    return ["taskset", "--cpu-list", str(CORE), *map(str, command)]


def core_seconds(process):
    """User and system time of all threads of a process: the clock that clock_getcpuclockid(3) finds."""
    return time.clock_gettime((~process << 3) | 2)


def peak(process):
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


class Spacy:
    name = "spaCy"

    def __init__(self, python, model, articles):
        script = pathlib.Path(__file__).with_name("reader.py")
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
        start = time.monotonic()
        self.process = subprocess.Popen(
            pinned([python, script, model, articles]),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | one_thread,
        )
        self.process.stdout.readline()
        self.started_in = time.monotonic() - start

    def read(self, seconds):
        print(seconds, file=self.process.stdin, flush=True)
        run = json.loads(self.process.stdout.readline())
        return Run(*(run[field] for field in Run._fields))

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Served:
    """`copydesk serve` with one worker and one permit, asked from another core."""

    name = "Copydesk, HTTP"

    def __init__(self, binary, articles, tokens):
        self.bodies, self.tokens = articles.read_bytes().splitlines(), tokens
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = "127.0.0.1:%d" % free.getsockname()[1]
        flags = ["--listen", self.address, "--workers", 1, "--permits", 1, "--wait", 60, "--log", "error"]
        start = time.monotonic()
        self.process = subprocess.Popen(pinned([binary, *flags]))
        self.wait_until_ready()
        self.started_in = time.monotonic() - start
        self.rate = 50

    def wait_until_ready(self):
        for _ in range(2000):
            try:
                if self.ask(http.client.HTTPConnection(self.address), "GET", "/health/ready")[0] == 200:
                    return
            except ConnectionError:
                time.sleep(0.005)
        raise SystemExit("expected a server, but it did not become ready")

    def ask(self, connection, method, path, body=None):
        connection.request(method, path, body, {"content-type": "application/json"} if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def send(self, bodies):
        connection = http.client.HTTPConnection(self.address, timeout=120)
        for body in bodies:
            status, found = self.ask(connection, "POST", "/v1/analyze", body)
            if status != 200:
                raise SystemExit(f"expected 200, but got {status}: {found[:300]}")

    def read(self, seconds):
        rounds = max(1, round(seconds * self.rate / len(self.bodies)))
        bodies = self.bodies * rounds
        senders = [threading.Thread(target=self.send, args=(bodies[at::CONNECTIONS],)) for at in range(CONNECTIONS)]
        core, wall = core_seconds(self.process.pid), time.monotonic()
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        wall, core = time.monotonic() - wall, core_seconds(self.process.pid) - core
        self.rate = len(bodies) / core
        return Run(len(bodies), self.tokens * rounds, wall, core, peak(self.process.pid))

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Analyzed:
    """`copydesk analyze` with one job; its start counts, as it does for whoever runs it."""

    name = "Copydesk, `analyze`"

    def __init__(self, binary, articles, tokens):
        self.binary, self.tokens = binary, tokens
        self.lines = articles.read_bytes().splitlines(keepends=True)
        self.rate = 50
        self.started_in = self.run([]).wall

    def run(self, lines):
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as found:
            given.writelines(lines)
            given.seek(0)
            start = time.monotonic()
            process = subprocess.Popen(pinned([self.binary, "analyze", "--jobs", 1]), stdin=given, stdout=found)
            _, status, used = os.wait4(process.pid, 0)
            wall = time.monotonic() - start
            found.seek(0)
            answers = sum(1 for _ in found)
        if status or answers != len(lines):
            sys.exit(f"expected {len(lines)} answers, but got {answers} and status {status}")
        return Run(len(lines), 0, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)

    def read(self, seconds):
        rounds = max(1, round(seconds * self.rate / len(self.lines)))
        run = self.run(self.lines * rounds)
        self.rate = run.articles / run.core
        return run._replace(tokens=self.tokens * rounds)

    def stop(self):
        pass
