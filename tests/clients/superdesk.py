"""The Superdesk example with stand-ins for the two modules of superdesk-core that it uses.

    COPYDESK_URL=http://127.0.0.1:8080 python3 tests/clients/superdesk.py
"""
import os
import sys
import types
from pathlib import Path
from pprint import pformat


class AIServiceBase:
    def __init__(self, app):
        self.config = app.config


class SuperdeskApiError(Exception):
    @classmethod
    def proxyError(cls, message):
        return cls(502, message)

    @classmethod
    def badRequestError(cls, message):
        return cls(400, message)


def module(name, **content):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(content)


for package in ("superdesk", "superdesk.text_checkers", "superdesk.text_checkers.ai"):
    module(package)
module("superdesk.text_checkers.ai.base", AIServiceBase=AIServiceBase)
module("superdesk.errors", SuperdeskApiError=SuperdeskApiError)
sys.path.insert(0, str(Path(__file__).parents[2] / "examples/superdesk"))
from copydesk_tagger import Copydesk  # noqa: E402

ITEM = {
    "guid": "urn:newsml:example.org:2024-03-12:1",
    "language": "en",
    "headline": "Vannes mayor promises a new dyke",
    "abstract": "",
    "slugline": "dyke",
    "body_html": "<p>VANNES, France – Repairs will start in April, Zoé Lantier, the mayor of Vannes, said on Monday.</p>"
    "<p>“We cannot wait for Paris,” Lantier told reporters. The European Commission declined to comment.</p>",
}


def service(url):
    return Copydesk(types.SimpleNamespace(config={"COPYDESK_URL": url}))


def tag(name, qcode, altids, **more):
    """A tag with what all have: no scheme, no parent, the source, and no aliases unless given."""
    common = {"scheme": None, "parent": None, "aliases": []}
    origin = {"source": "copydesk", "original_source": "copydesk"}
    return {"name": name, "qcode": qcode, "altids": altids, **common, **origin, **more}


EXPECTED = {
    "person": [
        tag("Zoé Lantier", "copydesk:person:Zoé Lantier", {}, aliases=["Lantier"], description="the mayor of Vannes")
    ],
    "place": [
        tag("Vannes", "geonames:2970777", {"geonames": "2970777"}),
        tag("France", "Q142", {"wikidata": "Q142", "geonames": "3017382"}),
        tag("Paris", "geonames:2988507", {"geonames": "2988507"}),
    ],
    "organisation": [tag("European Commission", "Q8880", {"wikidata": "Q8880"})],
}


def check(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: expected\n{pformat(expected)}\nbut got\n{pformat(found)}")


def refused(code, part, call, *arguments):
    try:
        call(*arguments)
    except SuperdeskApiError as error:
        check(part, (error.args[0], part in error.args[1]), (code, True))
    else:
        sys.exit(f"expected a refusal with {part}")


def main():
    copydesk = service(os.environ["COPYDESK_URL"])
    check("an item", copydesk.analyze(ITEM, None), EXPECTED)
    refused(502, "/language: expected", copydesk.analyze, {**ITEM, "language": "not a tag"})
    refused(502, "no answer", service("http://127.0.0.1:9").analyze, ITEM)
    refused(400, "Unexpected operation: search", copydesk.data_operation, "POST", "search", None, {})
    check("an empty item", copydesk.analyze({"guid": "x", "language": "en", "headline": None, "body_html": ""}), {})


if __name__ == "__main__":
    main()
