"""A mix of requests without end: the articles of the repository, random texts, and texts that are
hard on a program that reads articles."""
import json
import random
import string
from pathlib import Path

from wire import article

ROOT = Path(__file__).parents[2]
JSON = b"POST /v1/analyze HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
HTML = JSON.replace(b"application/json", b"text/html")
# Of ten requests seven are articles, two random, one hostile.
SHARES = [7, 2, 1]


def posted(head, body):
    body = body if isinstance(body, bytes) else body.encode()
    return head + b"content-length: %d\r\n\r\n" % len(body) + body


def articles():
    """Requests with the articles of the repository."""
    lines = (ROOT / "examples/articles.ndjson").read_text(encoding="utf-8").splitlines()
    requests = [posted(JSON, line) for line in lines]
    for path in [ROOT / "examples/article.fr.txt", *sorted((ROOT / "benches").glob("article.*.txt"))]:
        text = path.read_text(encoding="utf-8")
        paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
        requests += [article(text.encode()), posted(JSON, json.dumps({"text": text, "offsets": "utf16"})),
                     posted(HTML, f"<html><body><nav>a b c</nav><article>{paragraphs}</article></body></html>")]
    return requests


def hostile():
    """Each is of some kilobytes: hard in form, not in size."""
    text = [
        "“" * 2000, "«» “” ‘’ \"\" " * 500, "“a ‘b “c ‘d " * 300 + "”" * 300, "(" * 5000, "A. " * 3000, "Dr. " * 2000,
        "Zoé Lantier " * 800, "said " * 2000, "Monday 4 March 2024, " * 400, "1/2/3 4-5-6 12:30 " * 400, "a" * 20_000,
        "é\u0301\u0301\u0301" * 1000, "\u202e\u200b\ufeff\u00ad" * 1000, "👩‍👩‍👧‍👦🏳️‍🌈" * 500, "\n" * 5000, "\0\1\2\x1b[0m" * 500, "字" * 5000,
        "“The dyke,” said " * 400, "che " * 3000 + "disse «", "Le. La. Les. " * 1000, "٠١٢٣ مرحبا " * 500, "\U0010ffff" * 1000,
    ]
    html = ["<div>" * 5000 + "x", "<p>" + "&amp;" * 3000, "<!--" * 3000, "<a href='" * 2000, "<table><tr><td>" * 1000 + "<p>x",
            "<script>" + "x" * 9000, "&#x110000;&#0;&bogus;" * 500, "<p " + "a=b " * 3000 + ">x</p>", "<![CDATA[" * 2000]
    raw = ['{"text": ' + "[" * 5000, '{"text": "\\ud800"}', '{"text": "a", ' + '"x": 1, ' * 1000 + '"y": 2}', "{" * 5000]
    return ([article(one.encode()) for one in text] + [posted(HTML, one) for one in html] + [posted(JSON, one) for one in raw]
            + [posted(JSON, json.dumps({"text": one})) for one in text])


def some_text(chance):
    """A text of random words, marks, digits and signs, or of random bytes."""
    if chance.random() < 0.2:
        return article(chance.randbytes(chance.randrange(4000)))
    words = ["“", "”", "said", "a dit", "Mme", "Lantier", "Monday", "2024", ",", ".", "\n\n", "«", "»", "ß", "🙂", "U.S.", "-"]
    drawn = (chance.choice(words) if chance.random() < 0.5 else "".join(chance.choices(string.ascii_letters, k=chance.randrange(1, 12)))
             for _ in range(chance.randrange(600)))
    return article(" ".join(drawn).encode())


def mix(seed=7):
    """Requests without end, the same ones for the same seed."""
    chance = random.Random(seed)
    kinds = articles(), None, hostile()
    while True:
        (kind,) = chance.choices(kinds, SHARES)
        yield chance.choice(kind) if kind else some_text(chance)
