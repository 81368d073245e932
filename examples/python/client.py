"""Asks a Copydesk server. Requests, answers and problems have the types that
datamodel-code-generator reads from the OpenAPI document; httpx sends them.

    pip install -r requirements.txt && datamodel-codegen
"""
import os
from typing import cast

import httpx

from copydesk_types import AnalyzeRequest, Answer, Problem

SERVER = os.environ.get("COPYDESK_URL", "http://127.0.0.1:8080")
# The timeout is longer than the server's own deadlines, so that it is the server who says why.
CLIENT = httpx.Client(base_url=SERVER, timeout=15)


class ProblemError(Exception):
    """The server's refusal, RFC 9457."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem['title']}: {problem['detail']}")
        self.problem = problem


def analyze(request: AnalyzeRequest) -> Answer:
    """The findings in an article."""
    response = CLIENT.post("/v1/analyze", json=request)
    if response.headers.get("content-type") == "application/problem+json":
        raise ProblemError(cast(Problem, response.json()))
    # Something between the client and the server answered.
    response.raise_for_status()
    return cast(Answer, response.json())
