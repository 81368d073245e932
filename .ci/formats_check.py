"""Holds answers in other formats against schemas and readers that others wrote.

    formats_check.py FOLDER        with the answers of formats_answers.py

The first answer that does not hold ends it with a message.
"""
import contextlib
import importlib.util
import io
import json
import os
import pathlib
import sys
import types
import uuid

import conllu
import geojson
import jsonschema
import rdflib
import referencing
from pyld import jsonld
from rdflib.namespace import SDO

FOLDER = pathlib.Path(sys.argv[1])


def answers(form):
    """Name, text and answer of every article."""
    for path in sorted(FOLDER.glob(f"*.{form}")):
        text = path.with_suffix(".txt").read_bytes().decode()
        yield path.stem, text, path.read_bytes().decode()


def expect(holds, message):
    if not holds:
        sys.exit(message)


def ninjs():
    """IPTC's JSON schemas; geometries by the geojson package."""
    folder = os.environ.get("NINJS_SCHEMAS")
    if not folder:
        print("ninjs: skipped, NINJS_SCHEMAS names no folder with IPTC's schemas")
        return
    anything = referencing.Resource.from_contents({}, referencing.jsonschema.DRAFT202012)
    registry = referencing.Registry().with_resource("https://geojson.org/schema/GeoJSON.json", anything)
    for form, version in (("ninjs2", "2.4"), ("ninjs3", "3.3")):
        schema = json.loads(pathlib.Path(folder, f"ninjs-schema_{version}.json").read_text(encoding="utf-8"))
        check = jsonschema.Draft202012Validator(schema, registry=registry, format_checker=jsonschema.FormatChecker())
        count = 0
        for name, text, answer in answers(form):
            item = json.loads(answer)
            errors = [f"{error.json_path}: {error.message[:200]}" for error in check.iter_errors(item)]
            expect(not errors, f"{name}.{form}: {errors}")
            expect(text.endswith(item["bodies"][0]["value"]), f"{name}.{form}: another body")
            for place in item.get("places", []):
                point = place.get("geoJSON") or place.get("geojson")
                expect(not point or geojson.loads(json.dumps(point)).is_valid, f"{name}.{form}: {point}")
            count += 1
        print(f"ninjs: {count} items are valid against {version}")


def linked_data():
    """PyLD expands every article to triples, rdflib knows the words of schema.org."""
    context = {"@vocab": str(SDO), "sameAs": {"@type": "@id"}}
    triples = 0
    for name, _, answer in answers("jsonld"):
        article = json.loads(answer)
        expect(article["@context"] == "https://schema.org", name)
        article["@context"] = context
        quads = jsonld.to_rdf(article, {"format": "application/n-quads"})
        graph = rdflib.Dataset().parse(data=quads, format="nquads")
        for subject, predicate, value, _ in graph.quads():
            triples += 1
            for term in (predicate, value):
                if str(term).startswith(str(SDO)):
                    expect(term in SDO, f"{name}.jsonld: schema.org has no {term}")
            is_thing = isinstance(value, rdflib.BNode) or (value, None, None, None) in graph
            is_link = predicate == SDO.sameAs or str(predicate).endswith("#type")
            expect(is_thing or is_link or isinstance(value, rdflib.Literal), f"{name}.jsonld: {value} is not there")
    expect(triples > 0, "expected triples, but got none")
    print(f"jsonld: {triples} triples in the words of schema.org, no link without an end")


def annotations():
    """PyLD reads the pages as linked data with the terms of the Web Annotation context."""
    terms = {"oa": "http://www.w3.org/ns/oa#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
             "as": "http://www.w3.org/ns/activitystreams#", "id": "@id", "type": "@type",
             "Annotation": "oa:Annotation", "AnnotationPage": "as:OrderedCollectionPage",
             "SpecificResource": "oa:SpecificResource", "TextualBody": "oa:TextualBody",
             "TextQuoteSelector": "oa:TextQuoteSelector", "TextPositionSelector": "oa:TextPositionSelector",
             "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
             "body": {"@id": "oa:hasBody", "@type": "@id"}, "target": {"@id": "oa:hasTarget", "@type": "@id"},
             "source": {"@id": "oa:hasSource", "@type": "@id"}, "selector": {"@id": "oa:hasSelector", "@type": "@id"},
             "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"}, "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
             "start": "oa:start", "end": "oa:end", "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix",
             "value": "rdf:value"}
    for motivation in ("classifying", "describing", "highlighting", "identifying", "linking", "tagging"):
        terms[motivation] = f"oa:{motivation}"
    count = 0
    for name, _, answer in answers("webannotation"):
        page = json.loads(answer)
        expect(page["@context"] == "http://www.w3.org/ns/anno.jsonld", name)
        page["@context"] = terms
        whole = jsonld.compact(jsonld.expand(page), terms)
        again = {key: value for key, value in page.items() if key != "@context"}
        whole.pop("@context")
        expect(normal(whole) == normal(again), f"{name}.webannotation: a member is lost in the context")
        ids = [item["id"] for item in page["items"]]
        expect(len(ids) == len(set(ids)), f"{name}.webannotation: an id stands twice")
        count += len(ids)
    print(f"webannotation: {count} annotations are the same after a round through their context")


def normal(value):
    """The same value with lists of one as that one, as JSON-LD reads them."""
    if isinstance(value, list):
        values = [normal(item) for item in value]
        return values[0] if len(values) == 1 else values
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items() if item != []}
    return value


def brat():
    """brat-peek reads every line that it knows and writes it as it was."""
    reader = module_alone("peek", "ann_structure.py", "ann_structure")
    count = 0
    for name, text, answer in answers("brat"):
        marks = set()
        for line in answer.splitlines():
            fields = line.split("\t")
            if line.startswith("T"):
                expect(" ".join(cut(text, fields[1])) == fields[2], f"{name}.brat: {line}")
                marks.add(fields[0])
            if line.startswith("N") or fields[1].count(";") > 1:
                continue  # brat-peek reads neither references nor marks in three pieces
            with contextlib.redirect_stdout(io.StringIO()):
                read = reader.AnnDocument._parse_line(line)
            expect(repr(read) == line, f"{name}.brat: {line} is read as {read}")
            if line.startswith("E"):
                marks.add(fields[0])
            count += 1
        for line in answer.splitlines():
            for word in line.split("\t")[1].replace(":", " ").split():
                is_mark = word[0] in "TE" and word[1:].isdigit()
                expect(not is_mark or word in marks, f"{name}.brat: {word} is not there")
    print(f"brat: brat-peek reads {count} lines")


def cut(text, place):
    for piece in place.split(" ", 1)[1].split(";"):
        start, end = map(int, piece.split(" "))
        yield text[start:end]


def doccano():
    """doccano's own classes for spans and relations, their database left out."""
    label = doccano_labels()
    count = 0
    for name, text, answer in answers("doccano"):
        lines = answer.splitlines()
        expect(len(lines) == 1, f"{name}.doccano has {len(lines)} lines")
        example = json.loads(lines[0])
        expect(example["text"] == text, f"{name}.doccano: another text")
        key = uuid.uuid4()
        spans = [label.SpanLabel.parse(key, span) for span in example["label"]]
        entities = [label.SpanLabel.parse(key, entity) for entity in example["entities"]]
        relations = [label.RelationLabel.parse(key, relation) for relation in example["relations"]]
        places = [[(span.start_offset, span.end_offset, span.label) for span in all] for all in (spans, entities)]
        expect(places[0] == places[1], f"{name}.doccano: label and entities differ")
        ids = {entity.id for entity in entities}
        expect(len(ids) == len(entities), f"{name}.doccano: an id stands twice")
        expect(all({tie.from_id, tie.to_id} <= ids for tie in relations), f"{name}.doccano: a relation without an end")
        expect(all(span.end_offset <= len(text) for span in spans), f"{name}.doccano: a span past the end")
        count += len(spans) + len(relations)
    print(f"doccano: its own import classes take {count} spans and relations")


def doccano_labels():
    """The module of doccano that reads labels; models of its database are stood in for."""
    names = {"examples.models": ["Example"], "projects.models": ["Project"],
             "label_types.models": ["CategoryType", "LabelType", "RelationType", "SpanType"],
             "labels.models": ["Category", "Label", "Relation", "Span", "TextLabel"],
             "data_import": [], "data_import.pipeline": [], "data_import.pipeline.label_types": ["LabelTypes"]}
    for name, members in names.items():
        module = types.ModuleType(name)
        module.__dict__.update({member: object for member in members})
        sys.modules[name] = module
    return module_alone("backend", "data_import/pipeline/label.py", "data_import.pipeline.label")


def module_alone(package, file, name):
    """One module of a package without what the package imports besides."""
    [folder] = importlib.util.find_spec(package).submodule_search_locations
    spec = importlib.util.spec_from_file_location(name, pathlib.Path(folder, file))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sentences():
    """The conllu package reads every file, and makes a tree with one root of every sentence that has heads."""
    count = trees = 0
    for name, text, answer in answers("conllu"):
        read = conllu.parse(answer)
        expect("".join(sentence.serialize() for sentence in read) == answer, f"{name}.conllu: read as something else")
        for sentence in read:
            for token in sentence:
                start, end = map(int, token["misc"]["TokenRange"].split(":"))
                expect(" ".join(text[start:end].split()) == " ".join(token["form"].split()), f"{name}.conllu: {token}")
                count += 1
            # Without a tagger there is no tree.
            if all(token["head"] is not None for token in sentence):
                expect(size(sentence.to_tree()) == len(sentence), f"{name}.conllu: a tree that lacks tokens")
                trees += 1
    print(f"conllu: {count} tokens and {trees} trees are read by the conllu package")


def size(tree):
    """The tokens of a tree."""
    return 1 + sum(size(child) for child in tree.children)


for check in (ninjs, linked_data, annotations, brat, doccano, sentences):
    check()
