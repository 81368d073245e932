"""Checks that every relative link of the repository's documents leads to a file, and that a
fragment is a heading there.

    python3 tests/docs/links.py
"""
import re
import subprocess
import sys
from pathlib import Path

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")


def prose(path):
    """A document without its code, which may look like a link."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def anchors(path):
    """The fragments of a document's headings, as code forges make them."""
    headings = re.findall(r"^#+ (.*)$", prose(path), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def wrong(path, link):
    file, _, fragment = link.partition("#")
    target = path if not file else path.parent / file
    if not target.exists():
        return "there is no such file"
    if fragment and target.suffix == ".md" and fragment not in anchors(target):
        return "there is no such heading"
    return None


def main():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        check=True, capture_output=True, text=True,
    )
    checked, failed = 0, False
    for path in map(Path, listed.stdout.splitlines()):
        for link in LINK.findall(CODE.sub("", prose(path))):
            if re.match(r"[a-z]+:", link):
                continue
            checked += 1
            if reason := wrong(path, link):
                failed = True
                print(f"{path}: {link}: {reason}", file=sys.stderr)
    print(f"{checked} links")
    return failed


if __name__ == "__main__":
    sys.exit(main())
