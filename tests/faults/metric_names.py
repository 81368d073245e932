"""Holds deploy/grafana.json, deploy/alerts.yaml and docs/operations.md to the metrics that a server
really has: each is well formed, every query can be parsed, and every metric, label and fixed label
value in them is in a scraped /metrics. Needs PyYAML and promql-parser.

    COPYDESK_BIN=target/release/copydesk python3 tests/faults/metric_names.py
"""
import hashlib
import json
import re
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import promql_parser
import yaml

from server import Server

ROOT = Path(__file__).parents[2]
# What Prometheus itself adds.
ADDED = {"job", "instance"}
# Statuses that only a defect, an overload or a server with keys brings.
RARE = {("status", "500"), ("status", "503"), ("status", "401")}
KEY = "test"
FRENCH = "« La digue tiendra », a dit Zoé Lantier, la maire de Vannes, lundi 4 mars 2024."
SWAHILI = "Waziri mkuu alisema jana kwamba serikali itajenga shule mpya katika mkoa huo mwaka ujao."


def ask(server, path, body=None):
    headers = {"x-api-key": KEY, **({"content-type": "text/plain"} if body else {})}
    request = urllib.request.Request(f"http://{server.address}{path}", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def scraped():
    """Of each metric the labels and their values, after requests that bring all of them."""
    with tempfile.NamedTemporaryFile("w", suffix=".keys") as keys:
        print("desk", hashlib.sha256(KEY.encode()).hexdigest(), file=keys, flush=True)
        server = Server(keys=keys.name)
    try:
        for path, body in [("/v1/analyze", FRENCH.encode()), ("/v1/analyze", SWAHILI.encode()), ("/v1/analyze?x=1", b"a"), ("/", None)]:
            ask(server, path, body)
        metrics = {}
        for line in ask(server, "/metrics").splitlines():
            if sample := re.match(r"(\w+)(?:\{(.*)\})? ", line):
                labels = metrics.setdefault(sample[1], set())
                labels |= set(re.findall(r'(\w+)="([^"]*)"', sample[2] or ""))
        return metrics
    finally:
        server.stop()


def selectors(expression):
    """The metrics of an expression with their matchers, and the labels that it groups by."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield expression.name, [(matcher.name, matcher.op, matcher.value) for matcher in expression.matchers.matchers], []
    if isinstance(expression, promql_parser.MatrixSelector):
        yield from selectors(expression.vector_selector)
    if isinstance(expression, promql_parser.AggregateExpr):
        grouped = list(expression.modifier.labels) if expression.modifier else []
        for name, matchers, inner in selectors(expression.expr):
            yield name, matchers, inner + grouped
    if isinstance(expression, promql_parser.BinaryExpr):
        yield from selectors(expression.lhs)
        yield from selectors(expression.rhs)
    if isinstance(expression, promql_parser.ParenExpr):
        yield from selectors(expression.expr)
    if isinstance(expression, promql_parser.Call):
        for argument in expression.args:
            yield from selectors(argument)


def wrong(query, metrics):
    """What is wrong with a query."""
    query = query.replace("$__rate_interval", "5m")
    found = list(selectors(promql_parser.parse(query)))
    if not found:
        yield "it has no metric"
    for name, matchers, grouped in found:
        if name == "up":
            continue
        if name not in metrics:
            yield f"there is no {name}"
            continue
        names = {label for label, _ in metrics[name]} | ADDED
        yield from (f"{name} has no label {label}" for label in [*grouped, *(label for label, _, _ in matchers)] if label not in names)
        for label, operator, value in matchers:
            known = (label, value) in metrics[name] | RARE or label in ADDED
            if str(operator).endswith("Equal") and not str(operator).endswith("NotEqual") and not known:
                yield f"{name} has no {label}={value}"


def dashboard():
    """The queries of the dashboard by their place. Its panels lie beside each other, never on each other."""
    board = json.loads((ROOT / "deploy/grafana.json").read_text(encoding="utf-8"))
    taken, ids = set(), set()
    for panel in board["panels"]:
        place = panel["gridPos"]
        cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
        assert not cells & taken and max(x for x, _ in cells) < 24, panel["title"]
        assert panel["id"] not in ids and panel["description"], panel["title"]
        taken, ids = taken | cells, ids | {panel["id"]}
        for target in panel["targets"]:
            yield f"grafana.json, {panel['title']}", target["expr"]


def alerts():
    groups = yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text(encoding="utf-8"))["groups"]
    return {rule["alert"]: rule["expr"] for group in groups for rule in group["rules"]}


def flat(expression):
    return re.sub(r"\s+", "", expression)


def documented():
    """The sections and expressions of the alerts in the document."""
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^### (Copydesk\w+)\n+```promql\n(.*?)```", text, re.MULTILINE | re.DOTALL))


def main():
    metrics, rules, sections = scraped(), alerts(), documented()
    queries = [*dashboard(), *((f"alerts.yaml, {name}", rule) for name, rule in rules.items())]
    failures = [f"{place}: {what}" for place, query in queries for what in wrong(query, metrics)]
    if {name: flat(rule) for name, rule in rules.items()} != {name: flat(rule) for name, rule in sections.items()}:
        failures.append(f"docs/operations.md has not the alerts of deploy/alerts.yaml: {set(rules) ^ set(sections) or 'expressions differ'}")
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    failures += [f"docs/operations.md: there is no {name}" for name in set(re.findall(r"\bcopydesk_\w+", text)) - set(metrics)]
    print(f"{len(queries)} queries over {len(metrics)} metrics")
    sys.exit("\n".join(failures) or 0)


if __name__ == "__main__":
    main()
