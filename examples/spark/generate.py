#!/usr/bin/env python3
"""Writes invented news articles as NDJSON, the same for the same numbers: input to try and to measure with.

    python3 examples/spark/generate.py 500 --bytes 3000 > articles.ndjson

The passages and names are in sentences.tsv. Languages take turns; every article has an id and a dateline.
"""
import argparse
import collections
import json
import pathlib
import random

SENTENCES = pathlib.Path(__file__).with_name("sentences.tsv")


def read_words():
    """For each language its words by kind."""
    words = collections.defaultdict(lambda: collections.defaultdict(list))
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, kind, text = line.split("\t")
            words[language][kind] += [text] if kind in ("opening", "report") else text.split("|")
    return words


def filled(pattern, words, draw):
    """A passage with names and numbers in its gaps."""
    family, place = draw.choice(words["family"]), draw.choice(words["place"])
    return pattern.format(
        person=f"{draw.choice(words['given'])} {family}",
        again=family,
        place=place,
        PLACE=place.upper(),
        body=draw.choice(words["body"]),
        day=draw.choice(words["day"]),
        month=draw.choice(words["month"]),
        number=draw.randint(11, 98),
        date=draw.randint(1, 28),
        year=draw.randint(1995, 2023),
    )


def article(words, size, draw):
    """A text that ends with the first paragraph that takes it to `size` bytes of UTF-8."""
    text = filled(draw.choice(words["opening"]), words, draw)
    length = len(text.encode())
    while length < size:
        passages = [filled(pattern, words, draw) for pattern in draw.sample(words["report"], draw.randint(1, 3))]
        paragraph = " ".join(passages) + "\n\n"
        text += paragraph
        length += len(paragraph.encode())
    return text.rstrip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--bytes", type=int, default=1000, help="least size of a text")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    languages = sorted(read_words().items())
    draw = random.Random(arguments.seed)
    for number in range(arguments.count):
        language, words = languages[number % len(languages)]
        request = {"id": f"{language}-{number:06}", "text": article(words, arguments.bytes, draw)}
        print(json.dumps(request, ensure_ascii=False))


if __name__ == "__main__":
    main()
