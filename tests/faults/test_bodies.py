"""Bodies that come slowly, never end, are too large, or are packed."""
import asyncio
import gzip
import os
import time
import zlib

from case import FaultCase
from wire import CHUNKED, POST, Wire, trickle, with_length

DEADLINE = 2
LATE = 3
# What README.md says of a text of 1 MiB.
LARGEST_BODY = 6 * 1_048_576 + 65_536


class Bodies(FaultCase):
    SETTINGS = {"deadline": DEADLINE}

    async def _expect(self, wire, status, slug, within=LATE):
        """One answer, and then the end of the connection."""
        begin = time.monotonic()
        answer = await wire.answer()
        self.assertEqual((answer.status, answer.slug), (status, slug))
        self.assertLess(time.monotonic() - begin, within)
        ended = await wire.end(2)
        self.assertIsNotNone(ended)

    async def _slow(self, head, piece):
        wire = await Wire.open(self.server)
        await wire.say(head)
        if piece:
            return await trickle(wire, piece, 0.5)
        begin = time.monotonic()
        answer = await wire.answer()
        return time.monotonic() - begin, answer

    async def test_a_body_that_trickles_or_stalls_is_408(self):
        ways = [(with_length(1000), b" "), (with_length(1000), b""), (with_length(1000), b""), (CHUNKED, b"1\r\na\r\n"),
                (CHUNKED, b""), (CHUNKED + b"1;", b"x"), (CHUNKED + b"FFFFFFFFFFFFFFFF\r\n", b"a")]
        with self.served_meanwhile():
            for seconds, answer in await asyncio.gather(*[self._slow(*way) for way in ways * 30]):
                self.assertEqual((answer.status, answer.slug), (408, "body-timeout"))
                self.assertLess(seconds, DEADLINE + LATE)

    async def test_a_length_over_the_limit_is_413_before_a_byte_is_read(self):
        with self.served_meanwhile():
            for length in (LARGEST_BODY + 1, 1 << 40, (1 << 64) - 1):
                wire = await Wire.open(self.server)
                await wire.say(with_length(length))
                await self._expect(wire, 413, "body-too-large", within=1)

    async def test_who_sends_on_after_413_is_cut_off(self):
        """100 clients announce 1 TB and send as fast as they can."""
        block = os.urandom(1 << 16)

        async def flood():
            wire = await Wire.open(self.server)
            await wire.say(with_length(1 << 40))
            sent = 0
            while sent < 1 << 26 and await wire.say(block):
                sent += len(block)
            wire.close()
            return sent

        with self.served_meanwhile():
            sent = await asyncio.gather(*[flood() for _ in range(100)])
            self.say(f"most that one client could send: {max(sent) / 1e6:.1f} MB")
            self.assertLess(max(sent), 1 << 26)

    async def test_chunks_over_the_limit_are_413_and_the_end(self):
        chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"

        async def flood():
            wire = await Wire.open(self.server)
            heard = asyncio.ensure_future(wire.answer())
            await wire.say(CHUNKED)
            for _ in range(4 * LARGEST_BODY // 0x10000):
                if heard.done() or not await wire.say(chunk):
                    break
            answer = await heard
            # A client that still sends may meet the end before it reads why.
            if answer:
                self.assertEqual((answer.status, answer.slug), (413, "body-too-large"))
            return answer

        with self.served_meanwhile():
            answers = [await flood() for _ in range(10)]
            self.say(f"{sum(answer is not None for answer in answers)} of {len(answers)} clients read the 413")

    async def test_broken_chunks_are_400_and_the_end(self):
        broken = [b"FFFFFFFFFFFFFFFFFF\r\na", b"-1\r\na\r\n", b"0x1\r\na\r\n", b"1\r\naXX", b"1\na\n0\n\n", b"\r\na\r\n",
                  b"1;a\nb\r\na\r\n", b"g\r\n", b"1 1\r\na\r\n"]
        with self.served_meanwhile():
            for body in broken:
                with self.subTest(body):
                    wire = await Wire.open(self.server)
                    await wire.say(CHUNKED + body)
                    await self._expect(wire, 400, "malformed-transfer", within=1)

    async def test_packed_bodies_are_415_and_never_unpacked(self):
        """A thousand to one: 50 kB that would be 50 MB."""
        bomb = gzip.compress(b"a" * 50_000_000, 9)
        self.assertGreater(50_000_000 / len(bomb), 900)
        # brotli has no packer in the standard library; its bytes are never looked at.
        bodies = {b"gzip": bomb, b"x-gzip": bomb, b"deflate": zlib.compress(b"a" * 1000), b"br": bomb, b"zstd": bomb,
                  b"gzip, gzip": gzip.compress(bomb), b"GZIP": bomb, b"identity, gzip": bomb}
        with self.served_meanwhile():
            for coding, body in bodies.items():
                with self.subTest(coding):
                    wire = await Wire.open(self.server)
                    await wire.say(POST + b"content-encoding: " + coding + b"\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
                    begin = time.monotonic()
                    answer = await wire.answer()
                    self.assertEqual((answer.status, answer.slug), (415, "unsupported-media-type"))
                    self.assertEqual(answer.headers["accept-encoding"], "identity")
                    self.assertLess(time.monotonic() - begin, 1)
                    wire.close()

    async def test_a_second_content_encoding_does_not_slip_through(self):
        """The first says identity, the second gzip: refused, as packing or as bytes that are no text."""
        body = gzip.compress(b"a" * 100_000)
        wire = await Wire.open(self.server)
        twice = b"content-encoding: identity\r\ncontent-encoding: gzip\r\n"
        await wire.say(POST + twice + b"content-length: %d\r\n\r\n" % len(body) + body)
        answer = await wire.answer()
        self.assertIn((answer.status, answer.slug), [(415, "unsupported-media-type"), (400, "malformed-text")])
