#!/usr/bin/env python3
"""Trains the models of the statistical layer of tag-entities: an averaged perceptron that labels from left to right.

usage: train.py [--folds N] [--out FILE] [--source TEXT] DATA.jsonl... -- PROGRAM [ARGUMENT]...

The program writes, for each line {"id", "text"} of its input, one line with the features that the stage sees, by the code
that runs in production: `sastra name-features`. Only data whose licence allows to ship weights may be given: EWT and
WNUT17 for English, VTB for Vietnamese. With --folds the F1 of names in documents that were not trained on is printed.
Same data, program and script: same weights.
"""
import argparse
import collections
import hashlib
import json
import random
import subprocess
import sys

ROUNDS = 12
# The right label must win by this much, or the model learns on.
MARGIN = 30
# A feature must be seen this often, and its weight be this great, to be kept.
SEEN, LEAST, SCALE = 2, 1, 20


def sentences(path, program):
    lines = [json.loads(line) for line in open(path, encoding="utf-8")]
    given = "".join(json.dumps({"id": str(i), "text": line["text"]}) + "\n" for i, line in enumerate(lines))
    done = subprocess.run(program, input=given.encode(), stdout=subprocess.PIPE, check=True)
    for line, output in zip(lines, done.stdout.decode().split("\n")):
        tokens = []
        for region in json.loads(output):
            for start, end, follows, features, history in region:
                tokens.append({"start": start, "end": end, "follows": follows, "features": features, "history": history})
        for token in tokens:
            token["label"] = "O"
        for entity in line["entities"]:
            begun = False
            for token in tokens:
                if entity["start"] <= token["start"] and token["end"] <= entity["end"]:
                    token["label"] = ("I-" if begun else "B-") + entity["type"]
                    begun = True
        yield line, tokens


class Model:
    def __init__(self, labels):
        self.labels = labels
        self.weights = collections.defaultdict(lambda: [0] * len(labels))
        self.totals = collections.defaultdict(lambda: [0] * len(labels))
        self.stamps = collections.defaultdict(lambda: [0] * len(labels))
        self.time = 0

    def scores(self, features):
        scores = [0] * len(self.labels)
        for feature in features:
            row = self.weights.get(feature)
            if row is not None:
                for i, weight in enumerate(row):
                    scores[i] += weight
        return scores

    def change(self, feature, label, by):
        self.totals[feature][label] += (self.time - self.stamps[feature][label]) * self.weights[feature][label]
        self.stamps[feature][label] = self.time
        self.weights[feature][label] += by

    def label(self, tokens, learns=False, known=None):
        before, result = 0, []
        for token in tokens:
            previous = before if token["follows"] else 0
            features = token["features"] + token["history"][previous]
            if known is not None:
                features = [feature for feature in features if feature in known]
            scores = self.scores(features)
            best = max(range(len(scores)), key=lambda i: (scores[i], -i))
            if learns:
                self.time += 1
                right = self.labels.index(token["label"])
                rival = max((i for i in range(len(scores)) if i != right), key=lambda i: (scores[i], -i))
                if scores[right] - scores[rival] <= MARGIN:
                    for feature in features:
                        self.change(feature, right, 1)
                        self.change(feature, rival, -1)
            result.append(best)
            before = best
        return result

    def average(self):
        for feature, row in self.weights.items():
            for label, weight in enumerate(row):
                total = self.totals[feature][label] + (self.time - self.stamps[feature][label]) * weight
                row[label] = round(SCALE * total / max(1, self.time))
        self.weights = {f: row for f, row in self.weights.items() if max(map(abs, row)) >= LEAST}


def train(data, labels):
    model = Model(labels)
    seen = collections.Counter(f for _, tokens in data for t in tokens for f in t["features"])
    known = {f for f, n in seen.items() if n >= SEEN}
    known.update(f for _, tokens in data for t in tokens for row in t["history"] for f in row)
    order = list(range(len(data)))
    shuffle = random.Random(7)
    for _ in range(ROUNDS):
        shuffle.shuffle(order)
        for i in order:
            model.label(data[i][1], learns=True, known=known)
    model.average()
    return model


def names(tokens, labels):
    found, open_name = set(), None
    for token, label in zip(tokens, labels):
        if label.startswith("B-") or label.startswith("I-") and not (open_name and token["follows"]):
            if open_name:
                found.add(tuple(open_name))
            open_name = [token["start"], token["end"], label[2:]]
        elif label.startswith("I-"):
            open_name[1] = token["end"]
        else:
            if open_name:
                found.add(tuple(open_name))
            open_name = None
    if open_name:
        found.add(tuple(open_name))
    return found


def fold(line, folds):
    document = line["id"].rsplit("#", 1)[0] if "#" in line["id"] else line["id"]
    return hashlib.sha256(("fold" + document).encode()).digest()[0] % folds


def main():
    arguments, program = sys.argv[1:], []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, program = arguments[:cut], arguments[cut + 1:]
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out")
    parser.add_argument("--part", help="K/N: leave out fold K of N")
    parser.add_argument("--source", default="")
    parser.add_argument("data", nargs="+")
    options = parser.parse_args(arguments)
    data = [(path, pair) for path in options.data for pair in sentences(path, program)]
    types = sorted({e["type"] for _, (line, _) in data for e in line["entities"]})
    labels = ["O"] + [prefix + kind for kind in types for prefix in ("B-", "I-")]
    if options.folds:
        counts = collections.defaultdict(lambda: [0, 0, 0])
        for part in range(options.folds):
            model = train([p for _, p in data if fold(p[0], options.folds) != part], labels)
            for path, (line, tokens) in data:
                if fold(line, options.folds) == part:
                    found = names(tokens, [labels[i] for i in model.label(tokens)])
                    right = {(e["start"], e["end"], e["type"]) for e in line["entities"]}
                    for i, n in enumerate((len(found), len(right), len(found & right))):
                        counts[path][i] += n
        for path, (found, right, both) in counts.items():
            print(f"{path}: F1 {200 * both / (found + right):.1f} precision {100 * both / max(1, found):.1f} "
                  f"recall {100 * both / right:.1f}")
    if options.out:
        chosen = [p for _, p in data]
        if options.part:
            part, folds = map(int, options.part.split("/"))
            chosen = [p for p in chosen if fold(p[0], folds) != part]
        model = train(chosen, labels)
        with open(options.out, "w", encoding="utf-8") as file:
            for line in options.source.split("\\n"):
                file.write(f"# {line}\n")
            file.write("labels\t" + "\t".join(labels) + "\n")
            for feature in sorted(model.weights):
                row = "\t".join(f"{i}:{w}" for i, w in enumerate(model.weights[feature]) if w)
                file.write(f"{feature}\t{row}\n")


if __name__ == "__main__":
    main()
