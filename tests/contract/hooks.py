"""What Schemathesis cannot read in the document, each with the reason; loaded by .ci/contract.

What OpenAPI 3.1 has no words for, and no check is switched off for any of it:

- a query parameter goes with a body of text or HTML, never with JSON, except `format`, and a
  parameter cannot name the media types that it belongs to. The query of a sound JSON request is
  taken away; a query that is wrong in itself stays, and must be refused.
- `offsets` goes with the format `native` alone, and one parameter cannot depend on another.
- the formats of ninjs are JSON as the native one is, and the schema of an answer cannot depend on a
  parameter; one for both would take the types from generated clients. They are left out here, and
  .ci/formats holds them to the schemas of IPTC.
- a time in `X-Request-Timeout-Ms` that is sound, but short, may be over before the answer is made.
  Sound times are made long; tests/it has the short ones.
- a body of text, HTML or lines is any text. Schemathesis breaks its type `string` by sending an
  object or `true`, which arrives as the text `{}` or `true`; it forgives some of that for text/plain.
- lines of JSON have no schema (OpenAPI 3.2 gives them one). Here they are drawn as requests, sound
  and broken ones, and a check holds each line of the answer to what the document says of it.
"""
import json

import jsonschema_rs
import schemathesis
from hypothesis import strategies as draw
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation

BATCH = "POST /v1/batch"
NDJSON = "application/x-ndjson"
ANY_TEXT = ("text/plain", "text/html", NDJSON)
# Longer than any limit of the server, in milliseconds.
UNITS = (None, "code_point", "utf16", "utf8")
LONG = 60_000
PATIENCE = "X-Request-Timeout-Ms"
PARTS = [
    ParameterLocation.PATH,
    ParameterLocation.QUERY,
    ParameterLocation.HEADER,
    ParameterLocation.COOKIE,
    ParameterLocation.BODY,
]


def is_sound(time):
    """Whether the server takes it. A time that was made long is text, which Schemathesis takes for no number."""
    return time is None or (str(time).isascii() and str(time).isdigit() and int(time) > 0)


def wrong_parts(case):
    wrong = [part for part in PARTS if case.meta is not None and case.meta.is_negative_at(part)]
    if ParameterLocation.HEADER in wrong and is_sound((case.headers or {}).get(PATIENCE)):
        wrong.remove(ParameterLocation.HEADER)
    return wrong


def counts_code_points(case):
    """Sound `offsets` are left out beside a format of its own; wrong ones stay, and must be refused."""
    if (case.query or {}).get("format", "native") == "native":
        return
    for fields in (case.query, case.body):
        if isinstance(fields, dict) and fields.get("offsets") in UNITS:
            fields.pop("offsets", None)


def is_long(case):
    """A sound time is longer than any limit."""
    time = (case.headers or {}).get(PATIENCE)
    if time is not None and is_sound(time) and int(time) < LONG:
        case.headers[PATIENCE] = str(LONG + int(time))


def fitting(case):
    if ParameterLocation.QUERY not in wrong_parts(case):
        if case.media_type == "application/json":
            case.query = {name: value for name, value in (case.query or {}).items() if name == "format"}
        if case.operation.label != BATCH and (case.query or {}).get("format") in ("ninjs2", "ninjs3"):
            del case.query["format"]
        counts_code_points(case)
    is_long(case)
    return case


@schemathesis.hook
def map_case(context, case):
    return fitting(case)


@schemathesis.hook
def before_add_examples(context, examples):
    for case in examples:
        fitting(case)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    is_any_text = case.media_type in ANY_TEXT and wrong_parts(case) == [ParameterLocation.BODY]
    return not (isinstance(failure, AcceptedNegativeData) and is_any_text)


# Lines of a batch: requests, what is none, and nothing.
REQUESTS = draw.fixed_dictionaries(
    {"text": draw.text(max_size=200)},
    optional={
        "id": draw.text(max_size=8) | draw.none(),
        "title": draw.text(max_size=20) | draw.none(),
        "language": draw.sampled_from(["fr", "en", "und", "pt-BR", None]),
        "published": draw.sampled_from(["2019", "2019-02-09", "2026-11-22 10:00:00+01:00", None]),
        "include": draw.lists(draw.sampled_from(["language", "date", "entities", "quotes"]), min_size=1, max_size=3),
    },
)
BROKEN = draw.sampled_from(["{", "[]", "null", '{"text":1}', '{"id":"7"}', '{"id":"8","txt":"a"}', '{"id":"9","text":"a",}'])
LINES = draw.lists(REQUESTS.map(json.dumps) | BROKEN | draw.sampled_from(["", " \t\r"]), max_size=6)


@schemathesis.hook
def before_generate_body(context, strategy):
    if context.operation.label == BATCH:
        return LINES.map("\n".join) | strategy
    return strategy


@schemathesis.serializer(NDJSON)
def write_lines(context, value):
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")


@schemathesis.deserializer(NDJSON)
def read_lines(context, response):
    """A batch is a string in the document, doccano's single line an object."""
    return response.text if context.operation.label == BATCH else json.loads(response.text)


def schema_of(case, name):
    document = case.operation.schema.raw_schema
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(schema)


def known_id(line):
    """The id that a line gives, where it is a sound request."""
    try:
        request = json.loads(line)
    except ValueError:
        return None
    return request.get("id") if isinstance(request, dict) else None


@schemathesis.check
def a_line_for_each_line(context, response, case):
    """Each line of a batch has its answer, in order: findings or a problem, with the line's id."""
    if case.operation.label != BATCH or response.status_code != 200 or not isinstance(case.body, str):
        return
    asked = [line for line in case.body.split("\n") if line.strip(" \t\r\f")]
    answered = response.content.decode("utf-8").split("\n")
    assert answered.pop() == "", "the last line has no end"
    assert len(answered) == len(asked), f"{len(answered)} lines for {len(asked)}"
    is_native = (case.query or {}).get("format", "native") == "native"
    answer, problem = schema_of(case, "Answer"), schema_of(case, "Problem")
    for line, said in zip(asked, map(json.loads, answered)):
        if "status" in said and "request_id" in said:
            assert problem.is_valid(said), said
        elif is_native:
            assert answer.is_valid(said), said
        if is_native and isinstance(known_id(line), str):
            assert said.get("id") == known_id(line), (line, said)
