"""Hours in minutes: a mix of articles, random and hostile texts at four fifths of what the machine
can do, while memory, open files and threads are watched. None may grow once all is warm.

    COPYDESK_BIN=target/release/copydesk python3 tests/faults/soak.py [MINUTES]

The first third is for warming up. Then the last third is compared with the one before it. Where
others use the machine too, the rate falls with what is left: an overload is another test."""
import asyncio
import statistics
import sys
import time
from collections import Counter

from load import Load, most
from server import Server
from texts import mix

MINUTES = 20
SHARE = 0.8
# Seconds in which the most that the machine does is found.
MEASURED = 15
# Seconds between two looks.
EVERY = 2
# What a third may have more than the one before it.
GROWTH = {"resident_mb": 8, "threads": 3}
# Seconds after which idle connections are closed; then as many files are open as at the start.
FORGOTTEN_IN, FILES = 8, 3
# A refusal with Retry-After is no failure, as long as it is rare.
EXPECTED = {200, 400, 413, 415, 422, 503}
MOST_REFUSED = 0.05
# From this share of refusals between two looks on, the rate is multiplied with SLOWER.
BUSY, SLOWER = 0.02, 0.9


async def watch(server, load, seconds):
    """What the system says of the process, again and again."""
    begin, looks, before = time.monotonic(), [], Counter()
    while (elapsed := time.monotonic() - begin) < seconds:
        await asyncio.sleep(EVERY)
        looks.append({name: getattr(server, name)() for name in (*GROWTH, "open_files")})
        since = load.seen - before
        if since[503] > BUSY * sum(since.values()):
            load.rate *= SLOWER
        before = Counter(load.seen)
        if len(looks) % (60 // EVERY) == 0:
            print(f"  {elapsed / 60:4.1f} min: {told(looks[-1])}, {load.rate:.0f} a second: {dict(load.seen)}", flush=True)
    return looks


def told(look):
    return f"{look['resident_mb']:.1f} MB, {look['open_files']} files, {look['threads']} threads"


def grown(looks):
    """What has grown from the second third to the last, in words."""
    third = len(looks) // 3
    for name, bound in GROWTH.items():
        before, after = (statistics.median(look[name] for look in looks[part * third:(part + 1) * third]) for part in (1, 2))
        print(f"  {name}: median {before:.1f} in the second third, {after:.1f} in the last; most {max(look[name] for look in looks):.1f}")
        if after > before + bound:
            yield f"{name} grew from {before:.1f} to {after:.1f}"


def wrong(load):
    """Answers that none should get."""
    total = sum(load.seen.values())
    for status, count in load.seen.items():
        if status not in EXPECTED:
            yield f"{count} times {status}: {load.failures[:3]}"
    if load.seen[503] > MOST_REFUSED * total:
        yield f"{load.seen[503]} of {total} requests were refused"


async def soak(server, minutes):
    files = server.open_files()
    rate = await most(server.port, mix(), MEASURED)
    print(f"at most {rate:.0f} requests a second; {rate * SHARE:.0f} for {minutes:g} minutes", flush=True)
    load = Load(server.port, rate * SHARE, mix())
    running = asyncio.ensure_future(load.run())
    looks = await watch(server, load, minutes * 60)
    load.running = False
    sent = await running
    print(f"  {sum(load.seen.values())} requests, {sent:.0f} a second: {dict(load.seen)}; p50 {load.quantile(0.5):.0f} ms, "
          f"p99 {load.quantile(0.99):.0f} ms, worst {load.quantile(1):.0f} ms")
    await asyncio.sleep(FORGOTTEN_IN)
    left = server.open_files() - files
    print(f"  afterwards {server.resident_mb():.1f} MB, {left:+d} files since the start")
    return [*grown(looks), *wrong(load), *([f"{left} files were left open"] if left > FILES else [])]


def main():
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    server = Server()
    try:
        failures = asyncio.run(soak(server, minutes))
    finally:
        server.stop()
    sys.exit("; ".join(failures) or 0)


if __name__ == "__main__":
    main()
