#!/usr/bin/env python3
"""Lists who said what in an article, with the standard library alone.

    python3 examples/who_said_what.py examples/article.fr.txt

The server's address is http://127.0.0.1:8080, or the environment's COPYDESK_URL.
"""
import json
import os
import sys
import urllib.error
import urllib.request

SERVER = os.environ.get("COPYDESK_URL", "http://127.0.0.1:8080")


def analyze(**request):
    """The findings in an article; the fields are those of POST /v1/analyze."""
    body = json.dumps(request).encode()
    call = urllib.request.Request(SERVER + "/v1/analyze", body, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(call, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        sys.exit(f"{problem['title']}: {problem['detail']} {problem.get('errors', '')}")
    except urllib.error.URLError as error:
        sys.exit(f"no answer from {SERVER}: {error.reason}")


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        text = file.read()
    found = analyze(text=text, include=["language", "date", "attributions"])
    print(found["language"]["tag"], found.get("date", {}).get("value", "without a date"))
    for attribution in found["attributions"]:
        speaker = attribution.get("source", {}).get("name", "?")
        # Python counts code points, which is what offsets count unless asked otherwise.
        content = " … ".join(text[piece["start"] : piece["end"]] for piece in attribution["content"])
        print(f"{speaker}: {content}")
    for warning in found["warnings"]:
        print(f"warning: {warning['detail']}")


if __name__ == "__main__":
    main()
