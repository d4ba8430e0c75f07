#!/usr/bin/env python3
"""tei.py SASTRA [FOLDER]: how fast write-tei writes TEI, and how fast with its check against the schema.

Processor time of one thread, the best of five rounds, over the finished documents of FOLDER (default: seeds), which is
processed once by pipelines/archive.yaml; small folders are repeated until there is something to measure.

`writing` is the writer alone, as `sastra time` has it. `in a run` is what a run takes more that also writes TEI than
one that writes the text: besides the writer the hashes of its files, what each document leaves for the corpus (packed, kept
in the ledger and read again), corpus.xml and the authority files. Files are written to a temporary folder.
"""
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile

ROUNDS = 5
TARGET_BYTES = 20_000_000
HERE = os.path.dirname(os.path.abspath(__file__))


def pipeline(folder, name, write):
    path = os.path.join(folder, name + ".yaml")
    with open(path, "w") as file:
        file.write("name: %s\ndescription: bench\nread:\n  read-json-lines: { path: documents.jsonl }\n" % name)
        file.write("stages: []\nwrite:\n%s" % write)
    return path


def run(sastra, path, out):
    shutil.rmtree(out, ignore_errors=True)  # A second run over the same input would do nothing.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sastra, "run", path, "--out", out, "--quiet", "--workers", "1"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime


def repeat(source, target):
    lines = [json.loads(line) for line in open(source, encoding="utf-8")]
    lines = [line for line in lines if line["status"] == "ok"]
    size = sum(len(json.dumps(line)) for line in lines) or 1
    with open(target, "w", encoding="utf-8") as file:
        for number in range(max(1, TARGET_BYTES // size)):
            for line in lines:
                file.write(json.dumps(dict(line, id="%d/%s" % (number, line["id"])), ensure_ascii=False) + "\n")


def bytes_of(folder):
    return sum(os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(folder) for name in names
               if name.endswith(".xml"))


def alone(sastra, path):
    """Seconds of write-tei itself; none where `sastra time` tells of stages only."""
    command = [sastra, "time", path, "--rounds", str(ROUNDS), "--json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["rows"]
    return min([second for row in rows if row["step"] == "write-tei" for second in row["seconds"]], default=None)


def tell(what, seconds, size):
    if seconds is None:
        print("%-30s not told by sastra time" % what)
    else:
        print("%-30s %7.3f s %7.1f MB/s of TEI" % (what, seconds, size / 1e6 / max(seconds, 0.001)))


def main():
    sastra = os.path.abspath(sys.argv[1])
    pages = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "..", "seeds"))
    archive = os.path.join(HERE, "..", "pipelines", "archive.yaml")
    with tempfile.TemporaryDirectory() as folder:
        made = os.path.join(folder, "made")
        subprocess.run([sastra, "run", archive, pages, "--out", made, "--quiet"], check=True)
        repeat(os.path.join(made, "documents.jsonl"), os.path.join(folder, "documents.jsonl"))
        chains = {
            "nothing": pipeline(folder, "nothing", "  - write-text: { directory: text }\n"),
            "off": pipeline(folder, "off", "  - write-tei: { validate: off }\n"),
            "on": pipeline(folder, "on", "  - write-tei: { validate: on }\n"),
        }
        best = {}
        for _ in range(ROUNDS):
            for name, path in chains.items():
                seconds = run(sastra, path, os.path.join(folder, "out-" + name))
                best[name] = min(best.get(name, seconds), seconds)
        size = bytes_of(os.path.join(folder, "out-on", "tei"))
        for name, what in (("off", "writing"), ("on", "writing and checking")):
            tell(what, alone(sastra, chains[name]), size)
            tell(what + ", in a run", best[name] - best["nothing"], size)


if __name__ == "__main__":
    main()
