"""Asks a server of its own for articles in every format and writes what it says to a folder.

    formats_answers.py BINARY FOLDER

FOLDER gets for each article NAME.txt, the text that positions count in, and NAME.FORMAT;
and linked_data.ts and annotations.ts, in which some of them are values of a type.
"""
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

FORMATS = ["ninjs2", "ninjs3", "webannotation", "jsonld", "brat", "doccano", "conllu"]
# Articles whose answers are also read by the TypeScript compiler, which takes its time.
TYPED = 24

TYPES = {
    "linked_data": ("jsonld", 'import type { NewsArticle, WithContext } from "schema-dts";', "WithContext<NewsArticle>"),
    "annotations": (
        "webannotation",
        'import type { AnnotationW3C, W3CMotivation } from "@iiif/presentation-3";\n'
        'type Item = AnnotationW3C & { id: string; type: "Annotation"; motivation: W3CMotivation };\n'
        'type Page = { "@context": "http://www.w3.org/ns/anno.jsonld"; id: string; type: "AnnotationPage"; items: Item[] };',
        "Page",
    ),
}


def articles():
    """The golden articles: requests made for the formats, and plain texts of all languages."""
    golden = pathlib.Path("tests/golden")
    for path in sorted(golden.glob("formats/*.request.json")):
        yield path.name.split(".request")[0], json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(golden.glob("*/*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            yield f"{path.parent.name}.{path.stem}", {"id": f"golden:{path.stem}", "text": file.read()}


def start(binary):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = "127.0.0.1:%d" % free.getsockname()[1]
    settings = {**os.environ, "COPYDESK_LISTEN": address, "COPYDESK_LOG": "error"}
    server = subprocess.Popen([binary], env=settings)
    for _ in range(500):
        try:
            urllib.request.urlopen(f"http://{address}/health/ready").close()
            return server, address
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    server.kill()
    sys.exit("expected a server, but it did not become ready")


def ask(address, request, form):
    url = f"http://{address}/v1/analyze?format={form}"
    body = json.dumps(request).encode()
    query = urllib.request.Request(url, body, {"content-type": "application/json"})
    with urllib.request.urlopen(query) as answer:
        return answer.read()


def types(folder, names):
    for file, (form, head, kind) in TYPES.items():
        values = [(folder / f"{name}.{form}").read_text(encoding="utf-8") for name in names]
        lines = [f"export const a{index}: {kind} = {value.strip()};" for index, value in enumerate(values)]
        (folder / f"{file}.ts").write_text("\n".join([head, *lines, ""]), encoding="utf-8")


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    server, address = start(binary)
    names = []
    try:
        for name, request in articles():
            names.append(name)
            title = request["title"] + "\n\n" if request.get("title") else ""
            (folder / f"{name}.txt").write_bytes((title + request["text"]).encode())
            for form in FORMATS:
                (folder / f"{name}.{form}").write_bytes(ask(address, request, form))
    finally:
        server.terminate()
        server.wait()
    types(folder, names[:: max(1, len(names) // TYPED)])
    print(f"answers: {len(names)} articles in {len(FORMATS)} formats")


main()
