"""Runs the commands and snippets of the documents against a server, as a reader would.

    COPYDESK_URL=http://127.0.0.1:8080 python3 tests/docs/blocks.py README.md docs/*.md

Every block of ```sh, ```python and ```js must end with 0. The ```json block that follows one
shows its answer: what is shown must be in what was printed, while what was printed may have
more fields. `…` at the end of a list stands for further items. A block that needs more than a
server is passed over where the line before it says why:

    <!-- not run: needs a container engine -->
"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# Seconds for a block.
TIME = 30
SERVER = "http://127.0.0.1:8080"
PROGRAMS = {"sh": ["bash", "-euo", "pipefail"], "python": ["python3"], "js": ["node", "--input-type=module"]}
MARK = re.compile(r"<!-- not run: \S.* -->")
# They differ from one request, one training or one version to the next.
PASSING = {"confidence", "salience", "elapsed_ms", "request_id", "version", "models"}


class Block:
    """A fenced block: where it begins, its language, its text, and the line before it."""

    def __init__(self, place, language, before):
        self.place, self.language, self.before = place, language, before
        self.lines = []
        self.shown = None

    @property
    def text(self):
        return "".join(self.lines)


def blocks(path):
    """The blocks of a document; a block that is run knows the JSON shown for it."""
    found, inside, before = [], None, ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(keepends=True), 1):
        if inside is None and line.startswith("```"):
            inside = Block(f"{path}:{number}", line[3:].strip(), before)
        elif inside is not None and line.startswith("```"):
            if inside.language == "json" and found and found[-1].language in PROGRAMS:
                found[-1].shown = found[-1].shown or inside.text
            found.append(inside)
            inside = None
        elif inside is not None:
            inside.lines.append(line)
        before = line.strip() or before
    return [block for block in found if block.language in PROGRAMS]


def differences(shown, printed, at=""):
    """Where what was printed has not what is shown."""
    if isinstance(shown, dict) and isinstance(printed, dict):
        for key, value in shown.items():
            if key not in printed:
                yield f"{at}/{key} is missing"
            elif key not in PASSING:
                yield from differences(value, printed[key], f"{at}/{key}")
    elif isinstance(shown, list) and isinstance(printed, list):
        open_end = shown[-1:] == ["…"]
        shown = shown[:-1] if open_end else shown
        if len(printed) < len(shown) or (len(printed) > len(shown) and not open_end):
            yield f"{at} has {len(printed)} items, not {len(shown)}"
        for index, (one, other) in enumerate(zip(shown, printed)):
            yield from differences(one, other, f"{at}/{index}")
    elif shown != printed:
        yield f"{at} is {json.dumps(printed, ensure_ascii=False)}, not {json.dumps(shown, ensure_ascii=False)}"


def lines(text):
    """The values of NDJSON, a line each, or the one value that fills several lines."""
    every = text.strip().splitlines()
    return every if all(line.startswith("{") and line.endswith("}") for line in every) else [text]


def judged(block, printed):
    """What is wrong with what a block printed."""
    if block.shown is None:
        return ["a problem that the document does not show"] if '"type":"/docs/problems' in printed else []
    try:
        shown = [json.loads(line) for line in lines(block.shown)]
        return list(differences(shown, [json.loads(line) for line in lines(printed)]))
    except ValueError as error:
        return [f"no JSON where a JSON answer is shown: {error}: {printed[:200]}"]


def run(block, folder):
    """What is wrong with a block."""
    text = block.text.replace(SERVER, os.environ["COPYDESK_URL"])
    # A group of its own, so that what a block has started ends with it.
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(PROGRAMS[block.language], text=True, cwd=folder, start_new_session=True, **pipes)
    try:
        printed, said = process.communicate(text, timeout=TIME)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return [f"it takes more than {TIME} s"]
    if process.returncode:
        return [f"it ends with {process.returncode}: {said.strip()[-500:]}"]
    return judged(block, printed)


def scene(folder):
    """What the documents speak of, where a block may also write files."""
    for name in ("examples", "openapi", "deploy"):
        (Path(folder) / name).symlink_to(Path(name).resolve())
    return folder


def main(paths):
    all_blocks = [block for path in paths for block in blocks(Path(path))]
    able = [block for block in all_blocks if not MARK.fullmatch(block.before)]
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        scene(folder)
        for block in able:
            for wrong in run(block, folder):
                failed = True
                print(f"{block.place}: {wrong}", file=sys.stderr)
    print(f"{len(able)} blocks run, {len(all_blocks) - len(able)} marked as not run")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
