#!/usr/bin/env python3
"""Sends articles that are hard on a reader, each in three sizes, and shows that time grows as the article does.

    benches/pathological.py target/release/copydesk
    benches/pathological.py target/release/copydesk --only quotation

It starts a server of its own, with a deadline that no case meets, and counts the processor time that
the server takes for each request, so that other work on the machine matters little. Each text comes
at a quarter, a half and the whole of the largest size. A doubling of the size may take three times
as long: two for the size, the rest for caches and luck; a quadratic step takes four. It fails where a
doubling takes longer, where a byte takes more than 20 microseconds, and
where an answer is neither findings nor the problem that is expected.
"""
import argparse
import http.client
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
from collections import namedtuple

MOST_GROWTH = 3.0
# Of processor time for a byte. Prose takes 3 to 6; text in which every byte is a token takes most.
MOST_MICROSECONDS = 20.0
# The kernel counts processor time in hundredths of a second.
TICK = 1 / os.sysconf("SC_CLK_TCK")
LEAST_SECONDS = 10 * TICK
SIZES = (4, 2, 1)
QUERY = "/v1/analyze?language="

SENTENCE = "Le 9 février 2019, Mme Zoé Lantier, la maire de Vannes, a déclaré à l’Agence du Port que « la digue tiendra ». "


def filled(piece, size):
    """As many whole pieces as there is room for, and at least one."""
    return piece * max(1, size // len(piece.encode()))


def text(piece, before="", after=""):
    return lambda size: ("text/plain; charset=utf-8", (before + filled(piece, size) + after).encode())


def html(opening, closing="", inside="Il pleut."):
    def body(size):
        count = max(1, size // len((opening + closing).encode()))
        return "text/html; charset=utf-8", (opening * count + inside + closing * count).encode()

    return body


def as_json(opening, closing=""):
    """A value of JSON around or instead of the text, written by hand, since no library would."""
    def body(size):
        count = max(1, size // len(opening + closing))
        return "application/json", b'{"text": ' + (opening * count + closing * count).encode() + b"}"

    return body


def in_string(escape):
    """The text of a JSON request, made of one escape."""
    return lambda size: ("application/json", b'{"text": "' + filled(escape, size).encode() + b'"}')


# name: body of a size, the status that is right
CASES = {
    "an ordinary article, many times": (text(SENTENCE), 200),
    "one sentence without a full stop": (text("la maire de Vannes a dit que "), 200),
    "one sentence of names": (text("Zoé Lantier, "), 200),
    "the same name in every sentence": (text("Zoé Lantier rit. Elle dort. "), 200),
    "a different name in every sentence": (lambda size: ("text/plain", names(size)), 200),
    "a different acronym in every sentence": (lambda size: ("text/plain", acronyms(size)), 200),
    "who said what, without a paragraph": (text("« Oui », a dit Zoé Lantier, « non ». "), 200),
    "a speaker for a thousand quotations": (text("« Oui. » ", after=" a dit Zoé Lantier."), 200),
    "straight quotation marks": (text('"'), 200),
    "opening quotation marks": (text("«"), 200),
    "closing quotation marks": (text("» "), 200),
    "quotation marks of all kinds": (text("“‘«„‹\"'’"), 200),
    "nested quotations that close": (lambda size: ("text/plain", nested(size)), 200),
    "dashes of dialogue": (text("– Oui, dit-elle.\n"), 200),
    "a megabyte without a space": (text("a"), 200),
    "capitals without a space": (text("Ab"), 200),
    "apostrophes and hyphens": (text("l’a-t-"), 200),
    "full stops": (text("."), 200),
    "abbreviations": (text("M. J. "), 200),
    "digits": (text("1"), 200),
    "dates in one sentence": (text("le 9 février 2019 au lundi 10 mars, "), 200),
    "numbers that might be dates": (text("12/11/10-09.08 "), 200),
    "months and nothing else": (text("mars mai "), 200),
    "spaces": (text(" "), 200),
    "line breaks": (text("\n"), 200),
    "paragraphs of one letter": (text("a\n\n"), 200),
    "combining marks": (text("\u0301"), 200),
    "combining marks on one letter": (text("\u0301\u0323\u0308", before="e"), 200),
    "right-to-left overrides": (text("\u202eabc\u202c "), 200),
    "zero-width joiners": (text("\U0001f469\u200d"), 200),
    "byte order marks": (text("\ufeff"), 200),
    "NUL": (text("\0"), 200),
    "private use": (text("\U000f0000"), 200),
    "Chinese without a space": (text("漢字"), 200),
    "scripts that alternate": (text("aжبא漢ก"), 200),
    "languages that alternate": (text("It rains here. Il pleut ici. Es regnet hier. "), 200),
    "deep elements": (html("<div>", "</div>"), 200),
    "deep inline elements": (html("<b>", "</b>"), 200),
    "deep quotations": (html("<q>", "</q>"), 200),
    "deep lists and tables": (html("<ul><li><table><tr><td>"), 200),
    "elements that do not end": (html("<p><i>"), 200),
    "ends without elements": (html("</div></b>"), 200),
    "an element of many attributes": (lambda size: ("text/html", ("<p " + filled("a='b' ", size) + ">x").encode()), 200),
    "comments that do not end": (html("<!-- "), 200),
    "less-than signs": (html("<"), 200),
    "character references": (html("&amp;&#65;&eacute;"), 200),
    "references that do not end": (html("&am"), 200),
    "scripts of linked data": (html('<script type="application/ld+json">{"a":', "</script>"), 200),
    "times in the markup": (html("<time datetime='2019-02-09'>hier</time> "), 200),
    "deep arrays of JSON": (as_json("[", "]"), 400),
    "deep arrays of JSON that do not end": (as_json("["), 400),
    "deep objects of JSON": (as_json('{"a":', "}"), 400),
    "unknown fields": (lambda size: ("application/json", fields(size)), 422),
    "one field again and again": (as_json('"a", "text": '), 400),
    "lone surrogates": (in_string("\\ud800"), 400),
    "pairs of surrogates": (in_string("\\ud83d\\ude42"), 200),
    "escaped NUL": (in_string("\\u0000"), 200),
    "escaped letters": (in_string("\\u0061"), 200),
}


def numbered(size, piece):
    """Pieces that differ, up to the size."""
    parts, length = [], 0
    while length < size:
        parts.append(piece(len(parts)))
        length += len(parts[-1].encode())
    return parts


def letters(number):
    word = ""
    while True:
        word += chr(97 + number % 26)
        number //= 26
        if not number:
            return word


def names(size):
    return "".join(numbered(size, lambda at: f"Zoé L{letters(at)}ier a parlé. ")).encode()


def acronyms(size):
    return "".join(numbered(size, lambda at: f"Le Bureau B{letters(at)} (B{letters(at).upper()}) rit. ")).encode()


def nested(size):
    half = size // len("« a » ".encode())
    return ("« a " * half + "» " * half).encode()


def fields(size):
    parts = numbered(size, lambda at: f'"field{at}": {at}')
    return ('{"text": "a", ' + ", ".join(parts) + "}").encode()


Run = namedtuple("Run", "status seconds answered resident")


class Server:
    """A server of our own, and what the kernel says of it."""

    def __init__(self, binary):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = "127.0.0.1:%d" % free.getsockname()[1]
        settings = {"COPYDESK_LISTEN": self.address, "COPYDESK_DEADLINE": "300", "COPYDESK_LOG": "error"}
        self.process = subprocess.Popen([binary], env=os.environ | settings, stdout=subprocess.DEVNULL)
        self.files = pathlib.Path("/proc", str(self.process.pid))

    def __enter__(self):
        for _ in range(500):
            try:
                if self.request("GET", "/health/ready")[0] == 200:
                    return self
            except ConnectionError:
                time.sleep(0.02)
        raise SystemExit("expected a server, but it did not become ready")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def request(self, method, path, content=None, headers=None):
        connection = http.client.HTTPConnection(self.address, timeout=600)
        connection.request(method, path, content, headers or {})
        answer = connection.getresponse()
        found = answer.read()
        connection.close()
        return answer.status, found

    def processor_seconds(self):
        """User and system time; they follow the name in brackets, which may hold anything."""
        after = (self.files / "stat").read_text().rpartition(")")[2].split()
        return (int(after[11]) + int(after[12])) * TICK

    def resident(self):
        """The most megabytes since the last call."""
        status = (self.files / "status").read_text()
        (self.files / "clear_refs").write_text("5")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024

    def ask(self, body, language):
        kind, content = body
        path = "/v1/analyze" if kind == "application/json" else (QUERY + language if language else "/v1/analyze")
        self.resident()
        before = self.processor_seconds()
        status, found = self.request("POST", path, content, {"content-type": kind})
        seconds = self.processor_seconds() - before
        if status == 200:
            json.loads(found)
        return Run(status, seconds, len(found), self.resident())


def growth(times):
    """The largest ratio of neighbours, of those that are long enough to be compared."""
    pairs = [(less, more) for less, more in zip(times, times[1:]) if more > LEAST_SECONDS]
    return max((more / max(less, LEAST_SECONDS / 2) for less, more in pairs), default=0.0)


def complaints(times, sizes, statuses, expected):
    if statuses != {expected}:
        yield f"expected {expected}, but got {', '.join(map(str, sorted(statuses)))}"
    if growth(times) > MOST_GROWTH:
        yield f"twice the size takes {growth(times):.1f} times as long"
    slowest = max(1e6 * seconds / size for seconds, size in zip(times, sizes))
    if slowest > MOST_MICROSECONDS:
        yield f"takes {slowest:.1f} microseconds for a byte"


def check(server, name, sizes, arguments):
    """Prints a line; returns what is wrong with the case."""
    body, expected = CASES[name]
    times, runs = [], []
    for size in sizes:
        content = body(size)
        again = [server.ask(content, arguments.language) for _ in range(arguments.repeat)]
        times.append(min(run.seconds for run in again))
        runs += again
    wrong = "; ".join(complaints(times, sizes, {run.status for run in runs}, expected))
    per_byte = "".join(f"{1e6 * each / size:9.2f}" for each, size in zip(times, sizes))
    answered, resident = max(run.answered for run in runs) / 1e6, max(run.resident for run in runs)
    print(f"{name:40}{per_byte}{growth(times):8.2f}{max(times):8.2f}{answered:8.1f}{resident:8.0f}  {wrong}", flush=True)
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("--largest", type=int, default=1_000_000, help="bytes of the largest body (%(default)s)")
    parser.add_argument("--repeat", type=int, default=2, help="requests of each size; the quickest counts")
    parser.add_argument("--language", default="fr", help="whose rules read the texts; '' to have it found (%(default)s)")
    parser.add_argument("--only", default="", help="cases with this in their name")
    arguments = parser.parse_args()
    sizes = [arguments.largest // part for part in SIZES]
    print("processor time in microseconds for a byte, at three sizes; the largest growth; the most seconds,")
    print("megabytes of answer and megabytes resident")
    print(" " * 40 + "".join(f"{size:9}" for size in sizes) + "  growth seconds  answer resident")
    with Server(arguments.binary) as server:
        server.ask(text(SENTENCE)(1000), arguments.language)
        names = [name for name in CASES if arguments.only in name]
        wrong = [name for name in names if check(server, name, sizes, arguments)]
    if wrong:
        sys.exit(f"{len(wrong)} of {len(names)} cases are not as they should be")


if __name__ == "__main__":
    main()
