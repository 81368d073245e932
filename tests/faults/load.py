"""Requests at a steady rate, whether or not earlier ones are answered: what users do, and what a
client that waits for its answers does not."""
import asyncio
import time
from collections import Counter


class Load:
    """Sends requests to a port at `rate` a second over connections that are kept while idle for
    less than `kept` seconds. `requests` gives the bytes of each, without end. The rate may be
    changed at any time."""

    def __init__(self, port, rate, requests, kept=2.0):
        self.port, self.rate, self.requests, self.kept = port, rate, requests, kept
        self.idle, self.seen, self.seconds, self.failures = [], Counter(), [], []
        self.running = True

    async def run(self):
        """Until `running` is False; ends with the last answer."""
        begin = last = time.monotonic()
        sent, due, tasks = 0, 0.0, set()
        while self.running:
            now = time.monotonic()
            due, last = due + (now - last) * self.rate, now
            while sent < int(due):
                task = asyncio.ensure_future(self.ask(next(self.requests)))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                sent += 1
            await asyncio.sleep(0.005)
        if tasks:
            await asyncio.wait(tasks)
        return sent / (time.monotonic() - begin)

    async def ask(self, request):
        begin = time.monotonic()
        try:
            async with asyncio.timeout(30):
                status, connection = await self._exchange(request)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self.seen["no answer"] += 1
            self.failures.append(f"{error!r} after {time.monotonic() - begin:.2f} s")
            return
        self.seen[status] += 1
        self.seconds.append(time.monotonic() - begin)
        if connection:
            self.idle.append((time.monotonic(), connection))

    async def _exchange(self, request):
        """The status, and the connection where it can be used again."""
        reader, writer = await self._connection()
        try:
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
        except BaseException:
            writer.transport.abort()
            raise
        status = int(head.split()[1])
        if b"connection: close" in head:
            writer.close()
            return status, None
        return status, (reader, writer)

    async def _connection(self):
        while self.idle:
            since, (reader, writer) = self.idle.pop()
            if time.monotonic() < since + self.kept and not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)

    def quantile(self, share):
        """A quantile of the times, in milliseconds."""
        ordered = sorted(self.seconds) or [0.0]
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1e3


async def most(port, requests, seconds, clients=8):
    """The requests a second of clients that wait for each answer."""
    load = Load(port, 0, requests)
    deadline = time.monotonic() + seconds

    async def client():
        while time.monotonic() < deadline:
            await load.ask(next(requests))

    await asyncio.gather(*[client() for _ in range(clients)])
    return sum(load.seen.values()) / seconds
