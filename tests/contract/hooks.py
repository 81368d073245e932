"""What Schemathesis cannot read in the document, each with the reason; loaded by .ci/contract.

Two rules of POST /v1/analyze have no words in OpenAPI 3.1, and no check is switched off for them:

- a query parameter goes with a body of text or HTML, never with JSON, and a parameter cannot name
  the media types that it belongs to. The query of a sound JSON request is taken away; a query that
  is wrong in itself stays, and must be refused.
- a body of HTML is any text. Schemathesis breaks its type `string` by sending an object, which
  arrives as the text `{}`; it forgives that for text/plain and not for text/html.
"""
import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.failures import AcceptedNegativeData

PARTS = [
    ParameterLocation.PATH,
    ParameterLocation.QUERY,
    ParameterLocation.HEADER,
    ParameterLocation.COOKIE,
    ParameterLocation.BODY,
]


def wrong_parts(case):
    return [part for part in PARTS if case.meta is not None and case.meta.is_negative_at(part)]


def without_query(case):
    if case.media_type == "application/json" and ParameterLocation.QUERY not in wrong_parts(case):
        case.query = {}
    return case


@schemathesis.hook
def map_case(context, case):
    return without_query(case)


@schemathesis.hook
def before_add_examples(context, examples):
    for case in examples:
        without_query(case)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    is_any_text = case.media_type == "text/html" and wrong_parts(case) == [ParameterLocation.BODY]
    return not (isinstance(failure, AcceptedNegativeData) and is_any_text)
