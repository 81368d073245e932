"""A misspelt field: the generated types refuse it, and where they are overruled the
server names it. `mypy` fails if the marked line has no error (warn_unused_ignores).
"""
from client import ProblemError, analyze

try:
    analyze({"text": "Il pleut.", "langauge": "fr"})  # type: ignore
    print("the server took it")
except ProblemError as error:
    problem = error.problem
    print(problem["status"], problem["type"], *(field["pointer"] for field in problem.get("errors", [])))
