"""spaCy's side of the comparison: loads a pipeline, says so, and reads the articles as often as it is told.

Each line on standard input is a number of seconds; the answer is one line of JSON. It is started by
compare.py, on a core of its own.
"""
import itertools
import json
import pathlib
import resource
import sys
import time

import spacy

# Documents that go through a component together: the quickest of these is taken.
BATCHES = (8, 32, 128, 512)


def read(nlp, articles, count, batch):
    """The time and the tokens of so many articles, with what spaCy itself counts as one."""
    wall, core, tokens = time.perf_counter(), time.process_time(), 0
    for doc in nlp.pipe(itertools.islice(itertools.cycle(articles), count), batch_size=batch):
        tokens += len(doc)
    return {"articles": count, "tokens": tokens, "wall": time.perf_counter() - wall, "core": time.process_time() - core}


def main():
    model, path = sys.argv[1:]
    articles = [json.loads(line)["text"] for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines()]
    nlp = spacy.load(model)
    nlp(articles[0])
    print(json.dumps({"pipeline": nlp.pipe_names}), flush=True)
    count = 4 * len(articles)
    read(nlp, articles, count, BATCHES[0])
    times = {batch: read(nlp, articles, count, batch)["core"] for batch in BATCHES}
    batch = min(times, key=times.get)
    for line in sys.stdin:
        # Whole rounds of all articles, so that both programs read the same.
        rounds = max(1, round(4 * float(line) / times[batch]))
        run = read(nlp, articles, rounds * len(articles), batch)
        resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**run, "resident": resident, "batch": batch}), flush=True)


if __name__ == "__main__":
    main()
