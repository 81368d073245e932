"""Suggests tags for Superdesk's articles: an AI service for superdesk-core.

    # in the newsroom's settings.py
    INSTALLED_APPS = [..., "copydesk_tagger"]
    COPYDESK_URL = "http://copydesk:8080"

`POST /ai {"service": "copydesk", "item": {...}}` then answers with people, organisations,
places, events and products, the most important first. The article is not kept anywhere.
"""
import json
import urllib.error
import urllib.request

from superdesk.errors import SuperdeskApiError
from superdesk.text_checkers.ai.base import AIServiceBase

# Superdesk's own client waits 30 s.
TIMEOUT = 15
# Copydesk's kinds of entities, and the lists in which Superdesk has them.
KINDS = {
    "person": "person",
    "organization": "organisation",
    "location": "place",
    "event": "event",
    "product": "object",
}
# Of names below this confidence, many are no names.
SURE = 0.5


class Copydesk(AIServiceBase):
    """The service that Superdesk registers under `name`."""

    name = "copydesk"
    label = "Copydesk tagging"

    def analyze(self, item, tags=None):
        """The tags of an item: a list for each kind that it has."""
        html = item.get("body_html") or ""
        title = item.get("headline") or ""
        if not html and not title:
            return {}
        request = {"html": html, "title": title, "include": ["entities"]}
        if item.get("language"):
            request["language"] = item["language"]
        found = {}
        for entity in sorted(self.ask(request)["entities"], key=importance):
            if entity["confidence"] >= SURE:
                found.setdefault(KINDS[entity["type"]], []).append(tag(entity))
        return found

    def data_operation(self, verb, operation, name, data):
        """Copydesk keeps no vocabulary that could be searched or changed."""
        raise SuperdeskApiError.badRequestError(f"[{self.name}] Unexpected operation: {operation}")

    def ask(self, request):
        url = self.config["COPYDESK_URL"] + "/v1/analyze"
        call = urllib.request.Request(url, json.dumps(request).encode(), {"content-type": "application/json"})
        try:
            with urllib.request.urlopen(call, timeout=TIMEOUT) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SuperdeskApiError.proxyError(f"[{self.name}] {error.code}: {reason(error)}") from error
        except OSError as error:
            raise SuperdeskApiError.proxyError(f"[{self.name}] no answer from {url}: {error}") from error


def reason(error):
    """What a problem says; a proxy between the two says nothing that can be read."""
    problem = json.load(error) if error.headers.get_content_type() == "application/problem+json" else {}
    fields = [f"{field['pointer']}: {field['detail']}" for field in problem.get("errors", [])]
    return "; ".join([problem.get("detail", "no reason given"), *fields])


def importance(entity):
    return -entity["salience"]


def tag(entity):
    """An entity as Superdesk's tag. One without an identifier is known by its name."""
    links = entity.get("links", {})
    altids = {key: str(links[key]) for key in ("wikidata", "geonames") if key in links}
    codes = [code if key == "wikidata" else f"{key}:{code}" for key, code in altids.items()]
    shown = {
        "name": entity["name"],
        "qcode": [*codes, f"copydesk:{entity['type']}:{entity['name']}"][0],
        "scheme": None,
        "parent": None,
        "aliases": entity["aliases"],
        "altids": altids,
        "source": "copydesk",
        "original_source": "copydesk",
    }
    if "role" in entity:
        shown["description"] = entity["role"]["text"]
    return shown


def init_app(app):
    """Superdesk calls this for every installed app; the base class registers the service."""
    Copydesk(app)
