"""The corpora as spaCy's documents: trees without names from the treebanks, names without trees from
the rest. Where a document says nothing, spaCy learns nothing from it, so that one pipeline is
trained on both. Fused words such as French "du" are one token, as Copydesk's models have them.
"""
import csv
import json
import pathlib
from collections import namedtuple

from spacy.tokens import Doc

HERE = pathlib.Path(__file__).parent
CONTRACTIONS = HERE.parent.parent / "src" / "bin" / "lab" / "contractions.tsv"
KINDS = ("PER", "ORG", "LOC")
# Sentences side by side, so that the parser learns where one ends.
TOGETHER = 10

Corpus = namedtuple("Corpus", "language use file format times")
Sentence = namedtuple("Sentence", "words spaces tags heads relations")
Named = namedtuple("Named", "text spans")


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        content = (line for line in lines if not line.startswith("#"))
        yield from csv.reader(content, delimiter="\t", quoting=csv.QUOTE_NONE)


def corpora(language, use):
    every = (Corpus(*row) for row in rows(HERE / "corpora.tsv"))
    return [corpus for corpus in every if (corpus.language, corpus.use) == (language, use)]


def documents(nlp, corpus, folder):
    """The documents of a corpus to train on, or to choose the best model by."""
    path = folder / corpus.file
    if corpus.format == "conllu":
        found = sentences(path)
        groups = (found[at : at + TOGETHER] for at in range(0, len(found), TOGETHER))
        made = [treed(nlp, group) for group in groups]
    elif corpus.format == "iob":
        made = list(iob(nlp, path))
    else:
        made = [named(nlp, part) for text in texts(path) for part in paragraphs(text)]
    return made * int(corpus.times)


def sentences(path):
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    return [sentence for sentence in map(tree, blocks) if sentence]


def tree(block):
    """A block of rows as a sentence of what is written; none where it has no words."""
    table = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
    fused = {}
    for row in table:
        first, dash, last = row[0].partition("-")
        if dash:
            fused[int(first)] = int(last), row
    words = {int(row[0]): row for row in table if row[0].isdigit()}
    groups, at = [], 1
    while at in words:
        last, row = fused.get(at, (at, words[at]))
        group = range(at, last + 1)
        groups += apart(words, group, row) or [(group, row)]
        at = last + 1
    return joined(words, groups) if groups else None


def apart(words, group, fused):
    """The words of a fused form that stand side by side in it: "don't" is do and n't, but "du" is not de and le."""
    forms = [words[word][1] for word in group]
    if "".join(forms) != fused[1] or not any(mark in fused[1] for mark in "'’-"):
        return None
    side_by_side = [[*words[word][:9], "SpaceAfter=No"] for word in group[:-1]]
    last = [*words[group[-1]][:9], fused[9]]
    return [(range(word, word + 1), row) for word, row in zip(group, [*side_by_side, last])]


def joined(words, groups):
    """A token for each group; its tag is that of the first word, its head that of the topmost."""
    token = {word: at for at, (group, _) in enumerate(groups) for word in group}
    found = Sentence([], [], [], [], [])
    for at, (group, row) in enumerate(groups):
        top = next((word for word in group if int(words[word][6]) not in group), group[0])
        found.words.append(row[1])
        found.spaces.append("SpaceAfter=No" not in row[9])
        found.tags.append(words[group[0]][3])
        found.heads.append(token.get(int(words[top][6]), at))
        found.relations.append(words[top][7].partition(":")[0])
    return found


def treed(nlp, group):
    columns = Sentence([], [], [], [], [])
    for sentence in group:
        start = len(columns.words)
        columns.words.extend(sentence.words)
        columns.spaces.extend(sentence.spaces[:-1] + [True])
        columns.tags.extend(sentence.tags)
        columns.heads.extend(start + head for head in sentence.heads)
        columns.relations.extend("ROOT" if relation == "root" else relation for relation in sentence.relations)
    words, spaces, tags, heads, relations = columns
    return Doc(nlp.vocab, words=words, spaces=spaces, tags=tags, heads=heads, deps=relations)


def texts(path):
    """Texts with the spans of their names, from either form of JSON Lines."""
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        spans = []
        for entity in article["entities"]:
            places = entity.get("mentions") or [(entity["start"], entity["end"])]
            spans += [(start, end, entity["type"]) for start, end in places if entity["type"] in KINDS]
        yield Named(article["text"], sorted(spans))


def paragraphs(named):
    start = 0
    for line in named.text.split("\n"):
        end = start + len(line)
        inside = [(first - start, last - start, kind) for first, last, kind in named.spans if start <= first and last <= end]
        if line.strip():
            yield Named(line, inside)
        start = end + 1


def named(nlp, part):
    doc = nlp.make_doc(part.text)
    spans = (doc.char_span(start, end, label=kind) for start, end, kind in part.spans)
    doc.set_ents(without_overlap([span for span in spans if span]), default="outside")
    return doc


def without_overlap(spans):
    """The longest of those that lie in one another."""
    kept = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return kept


def iob(nlp, path):
    contractions = {(row[1], row[2]): row[3] for row in rows(CONTRACTIONS) if row[0] == nlp.lang}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        table = [line.split("\t") for line in block.splitlines() if "\t" in line]
        words, tags = [], []
        for word, tag in table:
            whole = contractions.get((words[-1].lower(), word.lower())) if words else None
            if whole and tag[0] != "B":
                words[-1] = whole.capitalize() if words[-1][0].isupper() else whole
            else:
                words.append(word)
                tags.append(tag if tag[2:] in KINDS else "O")
        if words:
            yield Doc(nlp.vocab, words=words, spaces=spaces(words), ents=tags)


def spaces(words):
    """Where a text would have spaces, which these corpora do not say."""
    follows = [*words[1:], ""]
    return [not (after in {".", ",", ")", "]"} or word.endswith(("'", "’")) or word in {"(", "["}) for word, after in zip(words, follows)]
