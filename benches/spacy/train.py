"""Trains a spaCy pipeline (tagger, parser, names on one shared tok2vec, spaCy's own default for a
processor) and measures it in the way that Copydesk's models were measured.

    target/ci/spacy/venv/bin/python benches/spacy/train.py fr --corpora ../shared/corpora

The model and scores.tsv come to stand in target/ci/spacy/LANGUAGE. Nothing here is part of Copydesk.
"""
import argparse
import pathlib
import random
import resource
import signal
import subprocess
import sys
import time

import spacy
from spacy.tokens import Doc, DocBin

from documents import KINDS, corpora, documents, sentences, texts

OUT = pathlib.Path(__file__).resolve().parent.parent.parent / "target" / "ci" / "spacy"
COMPONENTS = "tok2vec,tagger,parser,ner"
# Core time that training may take; what was best until then is taken.
SECONDS = 1200


def write_documents(language, folder, out):
    nlp, draw = spacy.blank(language), random.Random(0)
    for use in ("train", "dev"):
        made = [doc for corpus in corpora(language, use) for doc in documents(nlp, corpus, folder)]
        draw.shuffle(made)
        DocBin(docs=made).to_disk(out / f"{use}.spacy")


def train(language, epochs, out):
    config = out / "config.cfg"
    python = [sys.executable, "-m", "spacy"]
    make = ["init", "config", config, "--lang", language, "--pipeline", COMPONENTS, "--optimize", "efficiency", "--force"]
    subprocess.run([*python, *make], check=True, stdout=subprocess.DEVNULL)
    settings = {
        "paths.train": out / "train.spacy",
        "paths.dev": out / "dev.spacy",
        "training.max_epochs": epochs,
        "training.eval_frequency": 500,
    }
    flags = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
    limited = subprocess.run([*python, "train", config, "--output", out, *flags], preexec_fn=limit)
    if limited.returncode not in (0, -signal.SIGXCPU):
        sys.exit(f"expected a trained pipeline, but spaCy ended with {limited.returncode}")


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 10))


def tree_scores(nlp, found):
    """Tags and trees on the treebank's tokens and sentences; punctuation counts, subtypes do not."""
    tokens = tags = heads = labelled = 0
    docs = (Doc(nlp.vocab, words=each.words, spaces=each.spaces, sent_starts=[at == 0 for at in range(len(each.words))]) for each in found)
    for gold, doc in zip(found, nlp.pipe(docs)):
        for at, token in enumerate(doc):
            is_head = token.head.i == gold.heads[at]
            relation = "ROOT" if gold.relations[at] == "root" else gold.relations[at]
            tokens += 1
            tags += token.tag_ == gold.tags[at]
            heads += is_head
            labelled += is_head and token.dep_ == relation
    for measure, right in {"UPOS accuracy": tags, "LAS": labelled, "UAS": heads}.items():
        yield measure, 100 * right / tokens, f"{tokens} tokens"


def name_scores(nlp, found):
    right = wrong = missed = 0
    for text, doc in zip(found, nlp.pipe(text.text for text in found)):
        gold = set(text.spans)
        answered = {(name.start_char, name.end_char, name.label_) for name in doc.ents}
        right += len(gold & answered)
        wrong += len(answered - gold)
        missed += len(gold - answered)
    yield f"{'/'.join(KINDS)} F1", 200 * right / (2 * right + wrong + missed), f"{right + missed} names"


def scores(language, folder, out):
    nlp = spacy.load(out / "model-best")
    lines = []
    for corpus in corpora(language, "dev"):
        path = folder / corpus.file
        is_treebank = corpus.format == "conllu"
        found = tree_scores(nlp, sentences(path)) if is_treebank else name_scores(nlp, list(texts(path)))
        lines += [f"{measure}\t{score:.2f}\t{corpus.file}\t{size}\n" for measure, score, size in found]
    (out / "scores.tsv").write_text("".join(lines))
    print("".join(lines), end="")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("language")
    parser.add_argument("--corpora", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    arguments = parser.parse_args()
    out = OUT / arguments.language
    out.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    write_documents(arguments.language, arguments.corpora, out)
    train(arguments.language, arguments.epochs, out)
    print(f"trained in {time.monotonic() - start:.0f} s")
    scores(arguments.language, arguments.corpora, out)


if __name__ == "__main__":
    main()
