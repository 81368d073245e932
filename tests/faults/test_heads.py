"""Heads that come slowly, are too large, or that two servers in a row could read in two ways."""
import asyncio
import time

from case import FaultCase
from wire import CHUNKED, HEALTH, POST, Wire, article, trickle

# The server waits five seconds for a head; a timer may be late.
HEAD_TIME = 5
LATE = 3


class SlowHeads(FaultCase):
    async def test_a_head_of_one_byte_a_second_is_408(self):
        async def slow():
            wire = await Wire.open(self.server)
            return await trickle(wire, HEALTH)

        with self.served_meanwhile():
            for seconds, answer in await asyncio.gather(*[slow() for _ in range(200)]):
                self.assertEqual((answer.status, answer.slug), (408, "head-timeout"))
                self.assertLess(seconds, HEAD_TIME + LATE)

    async def _second_head(self, pause):
        """How long the second head of a kept connection may take, and what is said then."""
        wire = await Wire.open(self.server)
        await wire.say(HEALTH)
        self.assertEqual((await wire.answer()).status, 200)
        return await trickle(wire, b"GET /health/live HTTP/1.1\r\nhost: " + b"x" * 100, pause, HEAD_TIME + 2 * LATE)

    async def test_the_second_head_of_a_connection_has_the_same_time(self):
        """Whether it trickles or stops altogether."""
        for seconds, answer in await asyncio.gather(self._second_head(pause=1), self._second_head(pause=100)):
            self.assertEqual((answer.status, answer.slug), (408, "head-timeout"))
            self.assertLess(seconds, HEAD_TIME + LATE)

    async def test_a_second_head_that_began_with_the_first_has_the_time_of_an_idle_connection(self):
        """The server cannot tell the two."""
        wire = await Wire.open(self.server)
        await wire.say(HEALTH + HEALTH[:30])
        self.assertEqual((await wire.answer()).status, 200)
        self.assertIsNotNone(await wire.end(HEAD_TIME + LATE))


REFUSED = {
    "content-length and transfer-encoding": POST + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "transfer-encoding and content-length": POST + b"transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"content-length: 5\r\ncontent-length: 6\r\n\r\nabcdef",
    "the same length twice": POST + b"content-length: 5\r\ncontent-length: 5\r\n\r\nabcde",
    "a list of lengths": POST + b"content-length: 5, 5\r\n\r\nabcde",
    "a negative length": POST + b"content-length: -1\r\n\r\n",
    "a length with a sign": POST + b"content-length: +1\r\n\r\na",
    "a length in hexadecimal": POST + b"content-length: 0x1\r\n\r\na",
    "a length beyond 64 bits": POST + b"content-length: 99999999999999999999999\r\n\r\na",
    "xchunked": POST + b"transfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked, then identity": POST + b"transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "identity, then chunked": POST + b"transfer-encoding: identity, chunked\r\n\r\n0\r\n\r\n",
    "gzip, then chunked": POST + b"transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "chunked in quotation marks": POST + b'transfer-encoding: "chunked"\r\n\r\n0\r\n\r\n',
    "chunked and a vertical tab": POST + b"transfer-encoding: chunked\x0b\r\n\r\n0\r\n\r\n",
    "identity alone": POST + b"transfer-encoding: identity\r\n\r\na",
    "two transfer-encodings": POST + b"transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n",
    "chunked in HTTP/1.0": POST.replace(b"1.1", b"1.0") + b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": POST + b"transfer-encoding : chunked\r\n\r\n0\r\n\r\n",
    "a folded line": POST + b"x-a: b\r\n c\r\n\r\n",
    "a NUL in a value": POST + b"x-a: b\0c\r\n\r\n",
    "a NUL in a name": POST + b"x-\0a: b\r\n\r\n",
    "a carriage return in a value": POST + b"x-a: b\rc\r\n\r\n",
    "no host": b"GET /health/live HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /health/live HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
    "HTTP/2 without agreement": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "the first bytes of TLS": bytes.fromhex("16030100a5010000a10303") + b"\0" * 100,
}
# These have one meaning only, and the answers after them are counted.
TAKEN = {
    "an absolute address": HEALTH.replace(b"/health", b"http://elsewhere.example/health"),
    "line feeds alone": HEALTH.replace(b"\r\n", b"\n"),
    "Chunked with spaces": POST + b"transfer-encoding: \tChunked \r\n\r\n1\r\na\r\n0\r\n\r\n",
    "96 fields": HEALTH.replace(b"\r\n\r\n", b"\r\n" + b"".join(b"x-%d: a\r\n" % n for n in range(95)) + b"\r\n"),
    "a chunk with an extension": CHUNKED + b"1;a=b\r\na\r\n0\r\n\r\n",
    "a field after the chunks": CHUNKED + b"1\r\na\r\n0\r\ncontent-length: 5\r\n\r\n",
}


class Shapes(FaultCase):
    """No shape may be read as a second request by this server alone. What follows each shape is a
    request that gets an answer only where the shape ended where everyone says it does."""

    async def answers(self, request):
        wire = await Wire.open(self.server)
        await wire.say(request + HEALTH)
        first = await wire.answer()
        second = await wire.answer()
        ended = None if second else await wire.end()
        wire.close()
        return first, second, ended

    async def test_what_can_be_read_in_two_ways_is_400_and_the_end(self):
        with self.served_meanwhile():
            for name, request in REFUSED.items():
                with self.subTest(name):
                    first, second, ended = await self.answers(request)
                    self.assertEqual((first.status, first.slug), (400, "malformed-request"))
                    self.assertIsNone(second)
                    self.assertLess(ended, 1)

    async def test_what_has_one_meaning_is_served_once(self):
        async def check(name, request):
            with self.subTest(name):
                first, second, _ = await self.answers(request)
                self.assertEqual((first.status, second.status), (200, 200))

        await asyncio.gather(*[check(*pair) for pair in TAKEN.items()])

    async def test_more_fields_than_are_read_are_431(self):
        many = HEALTH.replace(b"\r\n\r\n", b"\r\n" + b"x: a\r\n" * 10_000 + b"\r\n")
        long = HEALTH.replace(b"\r\n\r\n", b"\r\nx: " + b"a" * 200_000 + b"\r\n\r\n")
        begin = time.monotonic()
        for request in (many, long):
            first, second, ended = await self.answers(request)
            self.assertEqual((first.status, first.slug, second), (431, "head-too-large", None))
            self.assertLess(ended, 1)
        self.assertLess(time.monotonic() - begin, 5)

    async def test_after_connection_close_there_is_no_answer(self):
        body = HEALTH.replace(b"\r\n\r\n", b"\r\ncontent-length: 5\r\n\r\nabcde")
        first, second, _ = await self.answers(body)
        self.assertTrue(first.headers.get("connection") != "close" or second is None, (first, second))

    async def test_an_upgrade_that_is_not_offered_is_passed_over_and_the_connection_ends(self):
        """What follows could be of the other protocol, so nothing of it is read as a request."""
        for headers in (b"connection: upgrade\r\nupgrade: websocket\r\n", b"upgrade: websocket\r\n",
                        b"connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n"):
            with self.subTest(headers):
                first, second, ended = await self.answers(article(b"abc", headers))
                self.assertEqual((first.status, first.headers["connection"], second), (200, "close", None))
                self.assertLess(ended, 1)

    async def test_an_upgrade_without_a_body_has_none(self):
        handshake = HEALTH.replace(b"\r\n\r\n", b"\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n")
        first, second, ended = await self.answers(handshake)
        self.assertEqual((first.status, first.headers["connection"], second), (200, "close", None))
        self.assertLess(ended, 1)
        wire = await Wire.open(self.server)
        await wire.say(POST + b"upgrade: websocket\r\n\r\n")
        self.assertEqual((await wire.answer(LATE)).status, 200)

    async def test_after_a_last_request_nothing_is_answered(self):
        """A client that says `connection: close` and sends on has no answer to come, nor one of HTTP/1.0."""
        last = HEALTH.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")
        for request in (last, HEALTH.replace(b"1.1", b"1.0"), article(b"abc", b"connection: close\r\n")):
            with self.subTest(request[:60]):
                first, second, ended = await self.answers(request)
                self.assertEqual((first.status, first.headers.get("connection", "close"), second), (200, "close", None))
                self.assertLess(ended, 1)

    async def test_a_body_over_the_limit_is_refused_before_it_is_asked_for(self):
        """`expect: 100-continue` with a length that is too large gets 413 alone; any other is asked for."""
        for length, expected in ((7_000_000, b"HTTP/1.1 413 "), (3, b"HTTP/1.1 100 ")):
            wire = await Wire.open(self.server)
            await wire.say(POST + b"expect: 100-continue\r\ncontent-length: %d\r\n\r\n" % length)
            self.assertEqual(await wire.reader.readexactly(13), expected)
            wire.close()

    async def test_what_was_refused_before_any_route_is_counted(self):
        def counted():
            return self.server.metrics().get('copydesk_requests_total{route="none",status="400"}', 0)

        before = counted()
        await self.answers(b"nonsense\r\n\r\n")
        self.assertEqual(counted(), before + 1)
