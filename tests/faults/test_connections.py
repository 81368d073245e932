"""Connections that are used for long, or end in the middle."""
import asyncio
import time

from case import FaultCase
from wire import HEALTH, POST, Wire, article, deaf

# Seconds that an idle connection is kept, and what a timer may be late.
KEPT = 5
LATE = 3
# Seconds that an answer may wait for its reader, and what a timer may be late.
STALLED = 30 + LATE
TEXT = "“The dyke will hold,” said Zoé Lantier, the mayor of Vannes, on Monday. ".encode()
LARGE = b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: test\r\n\r\n"


class Broken(FaultCase):
    async def test_resets_in_requests_and_answers_leave_nothing_behind(self):
        async def reset(request, pause):
            wire = await Wire.open(self.server)
            await wire.say(request)
            await asyncio.sleep(pause)
            wire.reset()

        requests = [POST[:40], POST + b"content-length: 1000\r\n\r\nabc", article(TEXT * 100), LARGE, LARGE * 20, HEALTH * 50]
        with self.served_meanwhile():
            for pause in (0, 0.002, 0.05):
                for request in requests * 10:
                    await asyncio.gather(*[reset(request, pause) for _ in range(5)])

    async def test_a_half_closed_connection_is_closed_and_its_analysis_stopped(self):
        """A client that has hung up wants no answer: it gets one only where that was made already."""
        async def half(request):
            wire = await Wire.open(self.server)
            await wire.say(request)
            wire.hang_up()
            return await wire.end(LATE)

        requests = [b"", POST[:40], POST + b"content-length: 1000\r\n\r\nabc", article(TEXT * 5000), HEALTH]
        with self.served_meanwhile():
            for request in requests:
                with self.subTest(request[:60]):
                    self.assertIsNotNone(await half(request))

    async def test_a_client_that_never_reads_costs_a_connection_and_little_memory(self):
        """100 clients ask for 20 times 1.4 MB each and read nothing."""
        with self.served_meanwhile():
            connections = [deaf(self.server, LARGE * 20) for _ in range(100)]
            await asyncio.sleep(2)
            for connection in connections:
                connection.close()

    async def test_a_client_that_never_reads_is_cut_off(self):
        with deaf(self.server, LARGE * 20) as connection:
            files = self.server.open_files()
            deadline = time.monotonic() + STALLED
            while self.server.open_files() >= files and time.monotonic() < deadline:
                await asyncio.sleep(0.5)
            self.assertLess(self.server.open_files(), files)
            connection.close()


class Kept(FaultCase):
    async def test_ten_thousand_requests_on_one_connection(self):
        with self.served_meanwhile():
            wire = await Wire.open(self.server)
            begin = time.monotonic()
            for _ in range(10_000):
                await wire.say(HEALTH)
                answer = await wire.answer()
                self.assertEqual(answer.status, 200)
            self.say(f"{10_000 / (time.monotonic() - begin):.0f} requests a second")
            wire.close()

    async def test_a_kept_connection_that_is_idle_is_closed_without_an_answer(self):
        wire = await Wire.open(self.server)
        await wire.say(HEALTH)
        self.assertEqual((await wire.answer()).status, 200)
        begin = time.monotonic()
        self.assertIsNone(await wire.answer(KEPT + LATE))
        self.assertGreater(time.monotonic() - begin, KEPT - 1)

    async def test_answers_to_pipelined_requests_keep_their_order(self):
        """Slow and quick ones by turns, on four connections at the same time."""
        def request(number):
            name = b"x-request-id: %d\r\n" % number
            return article(TEXT * 5, name) if number % 2 else HEALTH.replace(b"\r\n\r\n", b"\r\n" + name + b"\r\n")

        async def pipeline():
            wire = await Wire.open(self.server)
            said = asyncio.ensure_future(wire.say(b"".join(request(number) for number in range(50))))
            for number in range(50):
                answer = await wire.answer()
                self.assertEqual((answer.status, answer.headers["x-request-id"]), (200, str(number)))
                self.assertEqual(b'"quotes"' in answer.body, bool(number % 2))
            await said
            wire.close()

        # More analyses than permits: the well-behaved client may have to wait for longer than it would.
        with self.served_meanwhile(articles=False):
            await asyncio.gather(*[pipeline() for _ in range(4)])

    async def test_pipelines_without_end_are_not_kept_in_memory(self):
        """Ten clients send requests for as long as they are taken, and never read an answer."""
        def flood(connection):
            deadline, requests, sent = time.monotonic() + 0.7, HEALTH * 1000, 0
            while time.monotonic() < deadline:
                try:
                    # What was taken may end within a request.
                    sent += connection.send(requests[sent % len(HEALTH):])
                except BlockingIOError:
                    time.sleep(0.05)

        with self.served_meanwhile():
            connections = []
            for _ in range(10):
                connections.append(deaf(self.server, b""))
                await asyncio.to_thread(flood, connections[-1])
            for connection in connections:
                connection.close()
