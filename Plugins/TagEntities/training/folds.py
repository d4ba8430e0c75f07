#!/usr/bin/env python3
"""F1 of the whole stage tag-entities on names that its statistical layer was not trained on.

usage: folds.py [--folds N] [--by sentence|document] [--also DATA.jsonl] --model FILE DATA.jsonl -- FEATURES -- PROGRAM

For each of N parts of the documents (5): train.py trains on the rest, and on what --also names, with the program FEATURES
(`sastra name-features`); the weights are put into FILE, which is where PROGRAM (see measure.py) reads its own:
data/statistical/vietnamese.tsv or english.tsv of its resources; then the part is measured. At the end FILE is as before.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import measure
import train

TRAIN = pathlib.Path(__file__).resolve().parent / "train.py"


def write(path, lines):
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def spans(path, program, by, ignores_type):
    """The names of a part: found, right and both."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    texts = list(measure.units(lines, by))
    counts = [0, 0, 0]
    for (_, _, parts), found in zip(texts, measure.tag(program, [text for _, text, _ in texts])):
        def label(name):
            return "name" if ignores_type else name
        ours = {(span["start"], span["end"], label(span["label"])) for span in found
                if span["layer"] == "entity" and span["label"] in measure.NAMES}
        right = {(entity["start"] + offset, entity["end"] + offset, entity["type"])
                 for line, offset in parts for entity in line["entities"]}
        for i, marks in enumerate((ours, right, ours & right)):
            counts[i] += len(marks)
    return counts


def main():
    arguments = sys.argv[1:]
    cut = [i for i, word in enumerate(arguments) if word == "--"]
    features, program = (arguments[cut[0] + 1:cut[1]], arguments[cut[1] + 1:]) if len(cut) > 1 else ([], [])
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--by", choices=("sentence", "document"), default="sentence")
    parser.add_argument("--also")
    parser.add_argument("--model", required=True, type=pathlib.Path)
    parser.add_argument("data")
    options = parser.parse_args(arguments[:cut[0]] if cut else arguments)
    lines = [json.loads(line) for line in open(options.data, encoding="utf-8")]
    ignores_type = {entity["type"] for line in lines for entity in line["entities"]} == {"name"}
    kept, total = options.model.read_bytes(), collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        rest, part, weights = (pathlib.Path(folder) / name for name in ("rest", "part", "weights"))
        try:
            for fold in range(options.folds):
                write(rest, [line for line in lines if train.fold(line, options.folds) != fold])
                write(part, [line for line in lines if train.fold(line, options.folds) == fold])
                data = [str(rest)] + ([options.also] if options.also else [])
                subprocess.run([sys.executable, TRAIN, "--out", weights, *data, "--", *features], check=True)
                options.model.write_bytes(weights.read_bytes())
                found, right, both = spans(part, program, options.by, ignores_type)
                measure.report(f"fold {fold}", found, right, both)
                total.update({"found": found, "right": right, "both": both})
        finally:
            options.model.write_bytes(kept)
    measure.report("all", total["found"], total["right"], total["both"])


if __name__ == "__main__":
    main()
