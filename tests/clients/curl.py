"""Judges what examples/curl.sh prints: a line of JSON for each command.

    examples/curl.sh | python3 tests/clients/curl.py
"""
import json
import sys
from pathlib import Path

FIELDS = ["language", "date", "dates", "entities", "attributions", "quotes", "warnings", "offsets", "meta"]
# The articles of examples/articles.ndjson, where the server has /v1/batch.
BATCH = ["dyke-en", "market-fr", "harbour-es", "page-en"]


def check(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: expected {expected!r}, but got {found!r}")


def spans(value):
    """Every span in an answer."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from spans(item)


def main():
    text, html, titled, some, units, problem, *batch = [json.loads(line) for line in sys.stdin if line.strip()]
    check("the fields", list(text), FIELDS)
    article = (Path(__file__).parents[2] / "examples/article.fr.txt").read_text(encoding="utf-8")
    for span in spans(text):
        check("a span", article[span["start"] : span["end"]], span["text"])
    page = "<h1>Harbour opens</h1><p>“We waited for years,” said Mary Doyle.</p>"
    for span in spans(html):
        check("a span", html["text"][span["start"] : span["end"]], span["text"])
        check("a span of the HTML", page[span["html"]["start"] : span["html"]["end"]], span["text"])
    check("the speaker", html["quotes"][0]["speaker"]["name"], "Mary Doyle")
    check("Monday", [(date["text"], date["value"]) for date in titled["dates"]], [("Monday", "2024-03-11")])
    check("the date given", titled["date"]["basis"], "given")
    check("the title's place", titled["entities"][0]["mentions"][0]["field"], "title")
    check("what was asked for", list(some), ["id", "language", "quotes", "warnings", "offsets", "meta"])
    check("the id", some["id"], "harbour-17")
    check("UTF-16", [(quote["start"], quote["end"]) for quote in units["quotes"]], [(5, 21)])
    check("the problem", [error["pointer"] for error in problem["errors"]], ["/langauge"])
    check("the batch", [line["id"] for line in batch], BATCH if batch else [])


if __name__ == "__main__":
    main()
