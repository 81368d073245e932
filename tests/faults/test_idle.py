"""Connections that say nothing, more of them than the server takes or the system has files for."""
import asyncio
import resource
import socket
import time
from contextlib import contextmanager

from case import FaultCase
from server import raise_open_files

raise_open_files()
# Seconds that an idle connection is kept.
KEPT = 5


@contextmanager
def idle(server, count):
    """`count` connections that say nothing, as many of them as the system gives."""
    connections = []
    try:
        for number in range(count):
            connection = socket.socket()
            connection.setblocking(False)
            # More addresses than one: each has ports for less than 30,000 connections.
            connection.bind((f"127.0.1.{number % 8 + 1}", 0))
            connection.connect_ex(("127.0.0.1", server.port))
            connections.append(connection)
            if number % 64 == 0:
                time.sleep(0.002)
        yield connections
    finally:
        for connection in connections:
            connection.close()


class Idle(FaultCase):
    # Each worker has connections of its own.
    SETTINGS = {"workers": 2}
    COUNT = 10_000

    def setUp(self):
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.count = min(self.COUNT, limit - 200)
        if self.count < self.COUNT:
            self.say(f"only {self.count} connections: the limit of open files is {limit}")

    def hold(self, count, seconds=KEPT + 2):
        """Idle connections for some time; the memory of each that the server had."""
        before, files = self.server.resident_mb(), self.server.open_files()
        with idle(self.server, count):
            deadline, most = time.monotonic() + seconds, 0
            while time.monotonic() < deadline:
                most = max(most, self.server.open_files() - files)
                time.sleep(0.2)
        share = (self.server.peak_mb() - before) / max(most, 1) * 1024
        self.say(f"{most} of {count} connections open at the same time, {share:.1f} KiB each")

    async def test_three_thousand_idle_connections_disturb_nobody(self):
        with self.served_meanwhile(growth=100):
            await asyncio.to_thread(self.hold, 3000)

    async def test_ten_thousand_idle_connections_disturb_nobody(self):
        with self.served_meanwhile(growth=300):
            await asyncio.to_thread(self.hold, self.count)

    async def test_after_ten_thousand_idle_connections_all_is_as_before(self):
        await asyncio.to_thread(self.hold, self.count)
        time.sleep(KEPT)
        with self.served_meanwhile():
            await asyncio.sleep(2)


class FewFiles(FaultCase):
    """Where the system lets a process open few files, accepting fails before the server's own limit."""

    FILES = 256

    @classmethod
    def setUpClass(cls):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (cls.FILES, hard))
        super().setUpClass()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    async def test_a_server_without_free_files_goes_on_when_there_are_some(self):
        files = self.server.open_files()

        def hold():
            with idle(self.server, 2 * self.FILES):
                time.sleep(KEPT / 2)
                return self.server.open_files()

        self.assertGreaterEqual(await asyncio.to_thread(hold), self.FILES - 1)
        # Those that waited to be accepted have gone, which it finds out one by one.
        time.sleep(KEPT)
        self.assertLess(self.server.open_files(), files + 10)
        with self.served_meanwhile():
            await asyncio.sleep(2)
