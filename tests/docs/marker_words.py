"""Sends marked words wherever a client can put words, and looks for them in the log and the
metrics of a server that logs as much as it can.

    COPYDESK_LOG=trace copydesk > server.log &
    COPYDESK_URL=http://127.0.0.1:8080 python3 tests/docs/marker_words.py server.log
"""
import json
import os
import re
import socket
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

SERVER = os.environ["COPYDESK_URL"]
# In lower case; the requests write it in both.
MARK = "qvxmark"
SPEECH = "“Qvxmarkspeech is here,” said Zoé Qvxmarkname, the mayor of Qvxmarkville, on Monday."


def ask(path, body=None, **headers):
    """The status of an answer."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    call = urllib.request.Request(SERVER + path, body, names)
    try:
        with urllib.request.urlopen(call, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def as_json(**fields):
    return ask("/v1/analyze", json.dumps(fields).encode(), content_type="application/json")


def raw(request):
    """Bytes that a client for HTTP would not send, or not to their end."""
    address = urlsplit(SERVER)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(request)
        connection.settimeout(0.5)
        try:
            connection.recv(1000)
        except TimeoutError:
            pass


def statuses():
    """What the server says to requests full of marked words."""
    plain = {"content_type": "text/plain"}
    yield as_json(text=SPEECH, title="Qvxmarktitle", id="qvxmarkid"), 200
    yield ask("/v1/analyze?title=Qvxmarktitle&id=qvxmarkid", SPEECH.encode(), **plain), 200
    yield ask("/v1/analyze", f"<p title='qvxmarkattribute'>{SPEECH}</p>".encode(), content_type="text/html"), 200
    yield as_json(text="x", qvxmarkfield="Qvxmarkvalue"), 422
    yield as_json(text="x", language="qvxmark language", published="qvxmarkdate", include=["qvxmark"]), 422
    yield ask("/v1/analyze", b'{"text": "Qvxmarkbroken', content_type="application/json"), 400
    yield ask("/v1/analyze?qvxmark=%ff", b"Qvxmark", **plain), 400
    yield ask("/v1/analyze", b"Qvxmark \xff", **plain), 400
    yield ask("/v1/analyze", b"Qvxmark", content_type="application/qvxmark"), 415
    yield ask("/v1/analyze", b"Qvxmark " * 200_000, **plain), 413
    yield ask("/qvxmark/Qvxmarkname"), 404
    yield ask("/docs/qvxmark.js"), 404
    others = {"user_agent": MARK, "cookie": f"a={MARK}", "referer": f"http://{MARK}.example/", "x_forwarded_for": MARK}
    # Spaces are not allowed in these two, so that others are made.
    ids = {"x_request_id": f"the {MARK}", "traceparent": f"the {MARK}"}
    yield ask("/v1/analyze", b"x", **plain, **others, **ids), 200


def main(log):
    for got, expected in statuses():
        if got != expected:
            sys.exit(f"expected the status {expected}, but got {got}")
    raw(b"QVXMARK qvxmark\r\n\r\n")
    raw(b"POST /v1/analyze HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 99\r\n\r\nQvxmark")
    with urllib.request.urlopen(f"{SERVER}/metrics") as answer:
        metrics = answer.read().decode()
    with open(log, encoding="utf-8") as file:
        lines = file.read()
    if '"answered"' not in lines or "copydesk_findings_total" not in metrics:
        sys.exit(f"expected what is searched in {log} and the metrics, but something is missing")
    for name, text in (("log", lines), ("metrics", metrics)):
        if found := re.findall(rf".*{MARK}.*", text, re.IGNORECASE):
            sys.exit(f"expected no word of a request in the {name}, but got: {found[0]}")
    print(f"no marked word in {lines.count(chr(10))} lines of the log, nor in the metrics")


if __name__ == "__main__":
    main(sys.argv[1])
