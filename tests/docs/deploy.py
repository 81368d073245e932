"""Holds deploy/ to what the program does: its flags, its routes, and how long it takes to stop.

    COPYDESK_BIN=target/release/copydesk python3 tests/docs/deploy.py
"""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
KUBERNETES = DEPLOY / "kubernetes"


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def check(what, holds):
    if not holds:
        sys.exit(f"deploy: {what}")


def program(*arguments):
    done = subprocess.run([os.environ["COPYDESK_BIN"], *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def defaults():
    """The variables of `copydesk serve` with their defaults."""
    lines = re.findall(r"\[env: (COPYDESK_\w+)=.*?\](?: \[default: (\S+)\])?", program("serve", "--help"))
    return dict(lines)


def stopping(variables):
    """The longest time from SIGTERM to the end."""
    seconds = {**defaults(), **variables}
    drain, wait, deadline = (float(seconds[f"COPYDESK_{name}"]) for name in ("DRAIN", "WAIT", "DEADLINE"))
    return drain + wait + 2 * deadline + 1


def check_variables(place, variables, patience):
    for name in variables:
        check(f"{place}: the program knows no {name}", name in defaults())
    longest = stopping(variables)
    check(f"{place}: it is killed after {patience} s, but may take {longest} s to stop", patience > longest)


def check_pod():
    deployment = read(KUBERNETES / "deployment.yaml")
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    variables = {variable["name"]: variable["value"] for variable in container["env"]}
    check_variables("deployment.yaml", variables, pod["terminationGracePeriodSeconds"])
    routes = json.loads(program("openapi"))["paths"]
    for probe in ("readinessProbe", "livenessProbe"):
        path = container[probe]["httpGet"]["path"]
        check(f"{probe}: there is no route {path}", path in routes)
    (port,) = container["ports"]
    check("the port", variables["COPYDESK_LISTEN"].endswith(f":{port['containerPort']}"))
    return deployment["spec"]["template"]["metadata"]["labels"]


def check_labels(labels):
    """Everything is about the same pods."""
    selectors = {
        "deployment.yaml": ("selector", "matchLabels"),
        "service.yaml": ("selector",),
        "disruption-budget.yaml": ("selector", "matchLabels"),
        "network-policy.yaml": ("podSelector", "matchLabels"),
    }
    for name, path in selectors.items():
        selected = read(KUBERNETES / name)["spec"]
        for key in path:
            selected = selected[key]
        check(f"{name} selects {selected}, not {labels}", selected == labels)
    target = read(KUBERNETES / "autoscaler.yaml")["spec"]["scaleTargetRef"]["name"]
    check("autoscaler.yaml: the target", target == read(KUBERNETES / "deployment.yaml")["metadata"]["name"])


def check_others():
    service = read(DEPLOY / "compose.yaml")["services"]["copydesk"]
    check_variables("compose.yaml", service["environment"], int(service["stop_grace_period"].rstrip("s")))
    unit = (DEPLOY / "copydesk.service").read_text(encoding="utf-8")
    variables = dict(re.findall(r"(COPYDESK_\w+)=(\S+)", re.search(r"^Environment=.*$", unit, re.MULTILINE).group()))
    check_variables("copydesk.service", variables, int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE).group(1)))


if __name__ == "__main__":
    check_labels(check_pod())
    check_others()
    print("deploy/ fits the program")
