#!/usr/bin/env python3
"""Sends any amount of NDJSON through POST /v1/batch and shows that memory stays flat.

    COPYDESK_LOG=warn target/release/copydesk &
    benches/batch.py --server http://127.0.0.1:8080 --process $! --megabytes 1024 --include language

The lines are made as they are sent, answers are read beside that and held against their ids. The table
has the server's resident memory at each tenth of the way; the exit code is 1 when it grows by more than
a tenth after the first tenth, or when a line is lost, doubled or out of order.
"""
import argparse
import http.client
import json
import pathlib
import sys
import threading
import time
import urllib.parse

ARTICLE = pathlib.Path(__file__).resolve().parent.parent / "examples" / "article.fr.txt"


def lines(size, include, text):
    """Requests with the numbers 0, 1 … as their ids, until `size` bytes are made."""
    made, number = 0, 0
    tail = json.dumps({"text": text, **({"include": include} if include else {})})[1:].encode()
    while made < size:
        line = b'{"id": "%d", ' % number + tail + b"\n"
        made += len(line)
        number += 1
        yield line


def resident(process):
    """Resident memory of a process in MB."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Sender(threading.Thread):
    """Sends the lines in chunks while the answers are read."""

    def __init__(self, connection, lines):
        super().__init__(daemon=True)
        # The socket itself: the connection would open another one for what follows an answer.
        self.socket, self.lines, self.sent, self.count = connection.sock, lines, 0, 0

    def run(self):
        for line in self.lines:
            self.socket.sendall(b"%x\r\n%s\r\n" % (len(line), line))
            self.sent += len(line)
            self.count += 1
        self.socket.sendall(b"0\r\n\r\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--server", default="http://127.0.0.1:8080")
    parser.add_argument("--process", type=int, required=True, help="process id of the server")
    parser.add_argument("--megabytes", type=float, default=1024)
    parser.add_argument("--include", action="append", help="findings to ask for; all when absent")
    options = parser.parse_args()
    size = int(options.megabytes * 1e6)
    address = urllib.parse.urlsplit(options.server)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
    connection.putrequest("POST", "/v1/batch")
    connection.putheader("content-type", "application/x-ndjson")
    connection.putheader("transfer-encoding", "chunked")
    connection.endheaders()
    sender = Sender(connection, lines(size, options.include, ARTICLE.read_text(encoding="utf-8")))
    start = time.monotonic()
    sender.start()
    answer = connection.getresponse()
    if answer.status != 200:
        sys.exit(f"expected 200, but got {answer.status}: {answer.read()[:500]}")
    print("| sent, MB | answers | seconds | resident, MB |\n|---|---|---|---|")
    samples, count = [], 0
    for line in answer:
        expected = b'{"id":"%d",' % count
        if not line.startswith(expected) or b'"warnings"' not in line:
            sys.exit(f"expected the answer to line {count}, but got {line[:200]}")
        count += 1
        if sender.sent >= size * (len(samples) + 1) / 10:
            samples.append(resident(options.process))
            seconds = time.monotonic() - start
            print(f"| {sender.sent / 1e6:.0f} | {count} | {seconds:.0f} | {samples[-1]:.0f} |", flush=True)
    sender.join()
    if count != sender.count:
        sys.exit(f"expected {sender.count} answers, but got {count}")
    growth = max(samples) / samples[0]
    print(f"\n{count} lines in and out, memory at most {growth:.2f} times that of the first tenth")
    sys.exit(growth > 1.1)


if __name__ == "__main__":
    main()
