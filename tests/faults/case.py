"""The frame of every test here: a server with default limits unless the test says otherwise, a
well-behaved client that asks meanwhile, and bounds on what may change.

After a fault the server must be as before: the well-behaved client had an answer to every request
in time, memory is within GROWTH_MB of what it was, and no file, permit or request is left over."""
import asyncio
import json
import subprocess
import sys
import time
import unittest
from contextlib import contextmanager
from pathlib import Path

from server import Server

# Buffers and what the allocator keeps for the next request; not a share per client.
GROWTH_MB = 32
# Seconds in which 99 of 100 requests of the well-behaved client are answered, on a machine
# that does other things too. What was measured is printed.
ANSWERED_IN = 2.0
# Seconds after which a closed connection is forgotten.
FORGOTTEN_IN = 10


class FaultCase(unittest.IsolatedAsyncioTestCase):
    """One server for all tests of a class."""

    SETTINGS = {}

    @classmethod
    def setUpClass(cls):
        cls.server = Server(**cls.SETTINGS)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    async def asyncSetUp(self):
        # The frame of unittest checks every step, which takes longer than many a fault.
        asyncio.get_running_loop().set_debug(False)

    def say(self, text):
        print(f"    {self._testMethodName}: {text}", flush=True)

    @contextmanager
    def served_meanwhile(self, growth=GROWTH_MB, articles=True, answered_in=ANSWERED_IN):
        """Holds the server to the bounds above. `articles=False` lets the well-behaved client's
        articles be refused with 503 and Retry-After, while its health checks must go on."""
        time.sleep(0.2)
        server, files = self.server, self.server.open_files()
        before = server.resident_mb()
        server.forget_peak()
        probe = subprocess.Popen([sys.executable, Path(__file__).with_name("probe.py"), str(server.port)],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        # It asks before the fault, during it, and for a moment after it.
        probe.stdout.readline()
        try:
            yield
            time.sleep(0.5)
        except BaseException:
            probe.kill()
            probe.communicate()
            raise
        output, _ = probe.communicate()
        seen = json.loads(output)
        self.settles(files)
        after, peak = server.resident_mb(), server.peak_mb()
        self.say(f"memory {before:.0f} MB, at most {peak:.0f}, after {after:.0f}; articles {told(seen['articles'])}; "
                 f"health {told(seen['health'])}")
        for kind, summary in seen.items():
            self.assertEqual(summary["failures"], 0, (kind, summary["failed"]))
            self.assertGreater(summary["asked"], 0, kind)
            self.assertLess(summary["p99"], answered_in, kind)
        # One late health check and a load balancer takes the server for a dead one.
        self.assertLess(seen["health"]["worst"], answered_in)
        self.assertEqual(seen["health"]["refused"], 0)
        if articles:
            self.assertEqual(seen["articles"]["refused"], 0)
        self.assertLess(after, before + growth, "memory")

    def settles(self, files):
        """Nothing is left over: no open file, no permit, no request."""
        deadline = time.monotonic() + FORGOTTEN_IN
        while True:
            open_files, metrics = self.server.open_files(), self.server.metrics()
            left = {"files": open_files - files, "requests": metrics["copydesk_requests_in_flight"] - 1,
                    "permits": metrics["copydesk_permits"] - metrics["copydesk_permits_free"]}
            if left["files"] <= 3 and not left["requests"] and not left["permits"]:
                return
            self.assertLess(time.monotonic(), deadline, left)
            time.sleep(0.1)


def told(summary):
    """A summary of the well-behaved client in a few words."""
    refused = f", {summary['refused']} refused" if summary["refused"] else ""
    failed = f", {summary['failures']} FAILED" if summary["failures"] else ""
    return (f"{summary['asked']}{refused}{failed}, p50 {summary['p50'] * 1e3:.0f} ms, "
            f"p99 {summary['p99'] * 1e3:.0f}, worst {summary['worst'] * 1e3:.0f}")
