"""More work than the server can do: it says so at once, and does not grow."""
import asyncio
import time
from collections import Counter

from case import FaultCase
from wire import Wire, article, with_length

# What deploy/ asks for, in MB: what articles take.
ASKED_MB = 512
# What deploy/ gives a server at most, in MB; more than that and the system ends it.
GIVEN_MB = 1024
SENTENCE = "“The dyke will hold,” said Zoé Lantier, the mayor of Vannes, on Monday 4 March 2024. ".encode()
WAIT, DEADLINE = 1, 5


class Overload(FaultCase):
    SETTINGS = {"workers": 2, "permits": 2}

    async def ask(self, request):
        wire = await Wire.open(self.server)
        begin = time.monotonic()
        await wire.say(request)
        answer = await wire.answer(60)
        wire.close()
        return answer, time.monotonic() - begin

    async def flood(self, size, count):
        """`count` articles of `size` bytes at the same time: how many got which answer."""
        request = article(SENTENCE * (size // len(SENTENCE)))
        results = await asyncio.gather(*[self.ask(request) for _ in range(count)])
        seen = Counter()
        for answer, seconds in results:
            seen[answer.status, answer.slug] += 1
            if answer.status == 503:
                self.assertEqual(answer.headers["retry-after"], "1")
                self.assertIn(answer.slug, ("overloaded", "analysis-timeout"))
            else:
                self.assertEqual(answer.status, 200)
        slowest = max(seconds for _, seconds in results)
        self.say(f"{dict(seen)}, slowest {slowest:.1f} s, at most {self.server.peak_mb():.0f} MB")
        self.assertGreater(seen[503, "overloaded"], 0)
        # The bodies themselves take time on a busy machine.
        self.assertLess(slowest, WAIT + 2 * DEADLINE)

    async def test_two_hundred_articles_of_100_kb(self):
        with self.served_meanwhile(growth=100, articles=False):
            await self.flood(100_000, 200)
        self.assertLess(self.server.peak_mb(), ASKED_MB)


class Bodies(Overload):
    """A body is in memory before its article has a permit."""

    test_two_hundred_articles_of_100_kb = None

    async def test_two_hundred_large_articles_fit_into_the_memory_asked_for(self):
        with self.served_meanwhile(growth=300, articles=False):
            await self.flood(1_000_000, 200)
        self.assertLess(self.server.peak_mb(), ASKED_MB)

    async def test_a_hundred_large_bodies_without_an_end_fit_into_the_memory_asked_for(self):
        """Each is 6 MB of what JSON may have for 1 MiB of text, and stops just before its end."""
        request = with_length(6_300_000) + b" " * 6_200_000
        self.server.forget_peak()
        results = await asyncio.gather(*[self.ask(request) for _ in range(100)])
        self.say(f"{Counter(answer and answer.status for answer, _ in results)}, at most {self.server.peak_mb():.0f} MB")
        self.assertLess(self.server.peak_mb(), ASKED_MB)


class Marks(Overload):
    """What is made of marks alone has more findings than letters."""

    test_two_hundred_articles_of_100_kb = None

    async def test_texts_of_marks_alone_fit_into_the_memory_given(self):
        """As many as are analysed at the same time; each has 500,000 quotations, and 50 MB of answer."""
        request = article(b'"' * 1_000_000)
        self.server.forget_peak()
        results = await asyncio.gather(*[self.ask(request) for _ in range(4)])
        self.say(f"{Counter(answer.status for answer, _ in results)}, at most {self.server.peak_mb():.0f} MB")
        self.assertLess(self.server.peak_mb(), GIVEN_MB)
