"""A well-behaved client beside a misbehaving one, in a process of its own: it asks steadily, and
says what it got when its standard input ends.

    python3 tests/faults/probe.py PORT < a pipe that is open while it is to ask

Every 50 ms: a small article on a connection that it keeps. Every 250 ms: /health/ready on a new
one, as a load balancer does."""
import http.client
import json
import select
import sys
import time

ARTICLE = "“The dyke will hold,” said Zoé Lantier, the mayor of Vannes, on Monday.".encode()
TIMEOUT = 10


class Kind:
    """Requests of one kind: their times, and those that failed."""

    def __init__(self):
        self.seconds, self.refused, self.failed = [], 0, []

    def ask(self, connection, method, path, body=None):
        """Whether the connection can be used again."""
        begin = time.monotonic()
        try:
            headers = {"content-type": "text/plain"} if body else {}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.failed.append(f"{error!r} after {time.monotonic() - begin:.1f} s")
            return False
        if answer.status == 503 and answer.getheader("retry-after"):
            self.refused += 1
        elif answer.status != 200:
            self.failed.append(f"status {answer.status}")
        self.seconds.append(time.monotonic() - begin)
        return not answer.will_close

    def summary(self):
        ordered = sorted(self.seconds) or [0.0]
        worst, p99 = ordered[-1], ordered[int(len(ordered) * 0.99) - 1]
        return {"asked": len(self.seconds), "refused": self.refused, "failed": self.failed[:5],
                "failures": len(self.failed), "p50": ordered[len(ordered) // 2], "p99": p99, "worst": worst}


def main():
    port = int(sys.argv[1])
    articles, health = Kind(), Kind()
    kept, turn = None, 0
    while not select.select([sys.stdin], [], [], 0.05)[0]:
        kept = kept or http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        if not articles.ask(kept, "POST", "/v1/analyze", ARTICLE):
            kept.close()
            kept = None
        if turn % 5 == 0:
            fresh = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
            health.ask(fresh, "GET", "/health/ready")
            fresh.close()
        if turn == 0:
            print("asking", flush=True)
        turn += 1
    print(json.dumps({"articles": articles.summary(), "health": health.summary()}))


if __name__ == "__main__":
    main()
