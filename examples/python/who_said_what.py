"""Lists who said what in an article, with the generated types.

    python3 who_said_what.py ../article.fr.txt [PUBLISHED]

The server's address is http://127.0.0.1:8080, or the environment's COPYDESK_URL.
"""
import sys

import httpx

from client import ProblemError, analyze
from copydesk_types import AnalyzeRequest, Attribution

# Below this confidence, every second statement or more has another speaker.
SURE = 0.5


def speaker(attribution: Attribution) -> str:
    source = attribution.get("source", {})
    if attribution["confidence"] >= SURE:
        return source.get("name", "?")
    return source.get("text", "?") + " (unsure)"


def main(file: str, published: str | None = None) -> None:
    with open(file, encoding="utf-8", newline="") as article:
        text = article.read()
    request: AnalyzeRequest = {"text": text, "include": ["language", "date", "attributions"]}
    if published is not None:
        request["published"] = published
    found = analyze(request)
    print(found.get("language", {}).get("tag"), found.get("date", {}).get("value", "without a date"))
    for attribution in found.get("attributions", []):
        # Python counts code points, which is what offsets count unless asked otherwise.
        content = [text[piece["start"] : piece["end"]] for piece in attribution["content"]]
        print(f"{speaker(attribution)}: {' … '.join(content)}")
    for warning in found["warnings"]:
        print(f"warning: {warning['detail']}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ProblemError as error:
        fields = error.problem.get("errors", [])
        sys.exit("\n".join([str(error), *(f"{field['pointer']}: {field['detail']}" for field in fields)]))
    except httpx.TransportError as error:
        sys.exit(f"no answer: {error}")
