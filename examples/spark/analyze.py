"""Runs `copydesk analyze` over an archive with Apache Spark: NDJSON or Parquet in, Parquet or NDJSON out.

    spark-submit --files copydesk examples/spark/analyze.py archive/*.ndjson.gz --output findings

One program per partition answers one line for each line, in order; what each row holds is ROW below.

    rows of a partition -> lines -> thread -> copydesk analyze -> answers -> rows of findings

The output has a file _SUCCESS, which holds the counts, once every id that went in has come out exactly as often.
"""
import argparse
import collections
import functools
import hashlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading

import pandas
from pyspark import SparkFiles, TaskContext
from pyspark.sql import SparkSession, functions

ID = "id string, is_given boolean"
ROW = (
    "id string, language string, date string, n_attributions int, speakers array<string>, "
    "problem string, answer string"
)
COLUMNS = [column.split()[0] for column in ROW.split(", ")]

# An article may have megabytes: few rows at a time keep a batch small.
ROWS_AT_A_TIME = 100

# What `copydesk analyze` passes over where a line holds nothing else.
BLANK = b" \t\r\n\f"

# The columns of a table that make a request.
FIELDS = ("id", "text", "html", "title", "language", "published", "offsets")

OUTPUT_FORMATS = {"parquet": "parquet", "ndjson": "json"}

# How many ids a message names.
MOST_NAMED = 20

Article = collections.namedtuple("Article", "id is_given line")


class Failure(Exception):
    """What ends the job, for its user to read."""


def lines_of_text(batch):
    """The lines of NDJSON as they are, whatever bytes they hold."""
    return batch["line"]


def lines_of_table(batch):
    """A request for each row of a table. Bytes that are no UTF-8 are kept for the program to complain about."""
    for row in batch.itertuples(index=False):
        cells = zip(batch.columns, row, strict=True)
        request = {name: cell.decode("utf-8", "surrogateescape") for name, cell in cells if cell is not None}
        yield json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogateescape")


def identified(line):
    """The line with the id that it gives, or with one made of its bytes, which is the same in every run."""
    try:
        text = line.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
        given = json.loads(text, strict=False, parse_int=str, parse_float=str)["id"]
        if isinstance(given, str):
            given.encode()
            return Article(given, True, line)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    return Article("sha256:" + hashlib.sha256(line).hexdigest(), False, line)


def articles(to_lines, batches):
    """The articles of a partition."""
    for batch in batches:
        yield from (identified(line) for line in to_lines(batch) if line.strip(BLANK))


def in_frames(rows, columns):
    """Rows as the data frames that Spark takes."""
    rows = iter(rows)
    while some := list(itertools.islice(rows, ROWS_AT_A_TIME)):
        yield pandas.DataFrame(some, columns=columns)


def ids(to_lines, batches):
    """The ids of a partition, without an analysis."""
    found = ((article.id, article.is_given) for article in articles(to_lines, batches))
    return in_frames(found, ["id", "is_given"])


class Program:
    """A running `copydesk analyze` with a thread that feeds it, since both ends of a pipe block when it is full."""

    def __init__(self, command, fed):
        self.complaints = tempfile.TemporaryFile()
        self.waiting = collections.deque()
        self.failure = None
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints
        )
        self.feeder = threading.Thread(target=self.feed, args=[fed], daemon=True)
        self.feeder.start()

    def feed(self, fed):
        try:
            with self.process.stdin as pipe:
                for article in fed:
                    self.waiting.append(article)
                    pipe.write(article.line + b"\n")
        except BrokenPipeError:
            pass  # The program has ended, and its reader says so.
        except BaseException as failure:
            self.failure = failure

    def answers(self):
        """Each article with its answer. Raises where one is left without."""
        try:
            for answer in self.process.stdout:
                if not self.waiting:
                    raise Failure("expected one answer for each article, but got one more")
                if not answer.endswith(b"\n"):
                    break
                yield self.waiting.popleft(), answer
            self.end(self.process.wait())
        finally:
            self.process.kill()

    def end(self, status):
        """Raises unless all is answered. Status 1 only says that there are problems among the answers."""
        self.feeder.join()
        if self.failure:
            raise self.failure
        if self.waiting or status not in (0, 1):
            named = [article.id for article in itertools.islice(self.waiting, MOST_NAMED)]
            self.complaints.seek(0)
            said = self.complaints.read()[-2000:].decode(errors="replace")
            raise Failure(f"expected an answer for each of {named}, but copydesk ended with {status}: {said}")


def row(article, line):
    """The row of an article and its answer."""
    answer = json.loads(line)
    is_problem = "status" in answer
    answered = answer.get("id", article.id if is_problem or not article.is_given else None)
    # Copydesk finds the id of many a line that is no JSON; where it does is its own business.
    if answered != article.id and (article.is_given or not is_problem):
        raise Failure(f"expected the answer for {article.id!r}, but got that for {answered!r}")
    attributions = answer.get("attributions")
    return (
        article.id,
        answer.get("language", {}).get("tag"),
        answer.get("date", {}).get("value"),
        None if attributions is None else len(attributions),
        None if attributions is None else speakers(attributions),
        answer["type"] if is_problem else None,
        line.decode().rstrip("\n"),
    )


def speakers(attributions):
    """The sources that have a name, each once, in the order of the article."""
    names = (attribution.get("source", {}).get("name") for attribution in attributions)
    return list(dict.fromkeys(name for name in names if name))


def findings(to_lines, binary, max_text, batches):
    """The rows of a partition, from one program."""
    shipped = SparkFiles.get(binary)
    binary = shipped if os.path.exists(shipped) else binary
    command = [binary, "analyze", f"--jobs={TaskContext.get().cpus()}", f"--max-text={max_text}"]
    program = Program(command, articles(to_lines, batches))
    rows = (row(article, answer) for article, answer in program.answers())
    for frame in in_frames(rows, COLUMNS):
        yield frame.astype({"n_attributions": "Int32"})


def read(spark, arguments):
    """The input as a data frame of bytes, with the function that makes lines of it."""
    if arguments.format == "parquet":
        table = spark.read.parquet(*arguments.input)
        columns = {field: field for field in FIELDS if field in table.columns} | dict(arguments.column)
        if not columns.keys() & {"text", "html"}:
            raise Failure(f"expected a column text or html, but got {table.columns}; --column text=COLUMN names one")
        return table.select(*(cell(table, name).alias(field) for field, name in columns.items())), lines_of_table
    # A line ends where copydesk says it ends, and nowhere else.
    text = spark.read.text(arguments.input, lineSep="\n")
    return text.select(text["value"].cast("binary").alias("line")), lines_of_text


def cell(table, column):
    """A column as bytes; a time as ISO 8601 writes it."""
    value = table[column]
    formats = {"timestamp": "yyyy-MM-dd'T'HH:mm:ssXXX", "timestamp_ntz": "yyyy-MM-dd'T'HH:mm:ss"}
    if pattern := formats.get(dict(table.dtypes)[column]):
        value = functions.date_format(value, pattern)
    return value.cast("string").cast("binary")


def count_ids(frame, to_lines):
    """How often each id goes in."""
    found = frame.mapInPandas(functools.partial(ids, to_lines), ID)
    counts = found.groupBy("id").agg(
        functions.count("*").alias("went_in"), functions.max("is_given").alias("is_given")
    )
    return counts.persist()


def refuse(wrong, complaint):
    """Ends the job when there are rows in `wrong`, and names them."""
    named = wrong.orderBy("id").limit(MOST_NAMED).collect()
    if named:
        rows = "\n".join(f"  {row.id!r}: {row.went_in} in, {row.came_out} out" for row in named)
        raise Failure(f"{complaint}: {wrong.count()} ids, the first of which are\n{rows}")


def compare(went_in, written):
    """Ends the job unless every id came out as often as it went in."""
    came_out = written.groupBy("id").agg(functions.count("*").alias("came_out"))
    both = went_in.join(came_out, "id", "full_outer").na.fill(0, ["went_in", "came_out"])
    refuse(both.where("went_in <> came_out"), "expected every id to come out as often as it went in, but got others")


def report(went_in, written):
    """The counts of a run that lost nothing."""
    inputs = went_in.agg(
        functions.sum("went_in").alias("articles"),
        functions.sum(functions.expr("if(is_given, 0, went_in)")).alias("without_id"),
    ).first()
    problems = written.where("problem is not null").groupBy("problem").count().collect()
    return {
        "articles": inputs.articles or 0,
        "without_id": inputs.without_id or 0,
        "problems": {row.problem: row["count"] for row in sorted(problems)},
    }


def mark(spark, output, counts):
    """Writes the file that says that the output is whole."""
    path = spark._jvm.org.apache.hadoop.fs.Path(output, "_SUCCESS")
    file = path.getFileSystem(spark._jsc.hadoopConfiguration()).create(path)
    file.write(json.dumps(counts).encode())
    file.close()


def run(spark, arguments):
    """Reads, counts, analyses, writes, compares. Returns the counts."""
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS_AT_A_TIME)
    frame, to_lines = read(spark, arguments)
    spark.sparkContext.setJobDescription("count ids")
    went_in = count_ids(frame, to_lines)
    repeated = went_in.where("is_given and went_in > 1").withColumn("came_out", functions.lit(0))
    refuse(repeated, "expected every id once, but got some more often (nothing was analysed)")
    if arguments.partitions:
        frame = frame.repartition(arguments.partitions)
    found = frame.mapInPandas(
        functools.partial(findings, to_lines, arguments.binary, arguments.max_text), ROW
    )
    spark.sparkContext.setJobDescription("analyse")
    # Spark would call the output whole before it is compared.
    form = OUTPUT_FORMATS[arguments.output_format]
    writer = found.write.option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
    writer.format(form).save(arguments.output)
    written = spark.read.format(form).schema(ROW).load(arguments.output)
    spark.sparkContext.setJobDescription("compare ids")
    compare(went_in, written)
    counts = report(went_in, written)
    mark(spark, arguments.output, counts)
    return counts


def pair(word):
    field, equals, column = word.partition("=")
    if field not in FIELDS or not equals:
        raise argparse.ArgumentTypeError(f"expected FIELD=COLUMN with one of {', '.join(FIELDS)}, but got {word}")
    return field, column


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input", nargs="+", help="files, folders or patterns; .gz and .bz2 are unpacked")
    parser.add_argument("--output", required=True, help="a folder that does not exist yet")
    parser.add_argument("--format", choices=["ndjson", "parquet"], default="ndjson", help="of the input")
    parser.add_argument("--output-format", choices=list(OUTPUT_FORMATS), default="parquet")
    parser.add_argument(
        "--column", action="append", default=[], metavar="FIELD=COLUMN", type=pair, help="a Parquet column's own name"
    )
    parser.add_argument("--partitions", type=int, help="spread the articles over so many tasks first")
    parser.add_argument("--binary", default="copydesk", help="its name in --files, or its path on every machine")
    parser.add_argument("--max-text", type=int, default=1 << 20, help="largest article in bytes")
    return parser.parse_args(words)


def main():
    arguments = parse(sys.argv[1:])
    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    try:
        print(json.dumps(run(spark, arguments)))
    except Failure as failure:
        sys.exit(f"copydesk: {failure}")
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
