#!/usr/bin/env python3
"""Trains the block model of clean-boilerplate and cross-validates it by site.

  train.py --data FOLDER --pages FOLDER --tool PROGRAM --work FOLDER [--folds 5] [--final MODEL] [--reuse]
           [--no-validation]

--data   the folder with SET-truth.jsonl.xz (articles, snippets, pagetypes, vnkm)
--pages  the pages, unpacked, a folder for each set: articles/ID.html, snippets/ID, pagetypes/ID.html, vnkm/ID.html
--tool   a program with the verbs `block-features` and `extract-texts` (sastra)
--work   where features, models of folds and predictions go
--folds  number of parts for the cross-validation
--final  train on all pages and write the model there
--reuse  take the features that are in --work already
--no-validation  only train

Needs Python 3, numpy and lightgbm; prints their versions. Deterministic: fixed seeds, one thread.
Each fold's pages are cut by the tool with a model that has seen no page of the same registered domain, and
scored end to end.
"""
import argparse
import glob
import hashlib
import json
import lzma
import os
import subprocess
import sys
from urllib.parse import urlparse

import lightgbm
import numpy

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import measures
from alignment import shares, tokens

SETS = ("articles", "snippets", "pagetypes", "vnkm")
SECOND_LEVEL = {"co", "com", "org", "net", "gov", "edu", "ac"}
SHARED_HOSTS = {"blogspot", "wordpress", "github", "substack"}
ROUNDS = 130
PARAMETERS = dict(
    objective="cross_entropy", learning_rate=0.1, num_leaves=16, min_data_in_leaf=60, feature_fraction=0.3,
    bagging_fraction=0.7, bagging_freq=1, lambda_l2=5.0, min_sum_hessian_in_leaf=0.5, max_bin=63, verbose=-1,
    num_threads=1, seed=7, deterministic=True, force_row_wise=True)
PROFILE_ROUNDS = 20
PROFILE_PARAMETERS = dict(
    objective="multiclass", learning_rate=0.15, num_leaves=6, min_data_in_leaf=8, feature_fraction=0.5,
    lambda_l2=2.0, verbose=-1, num_threads=1, seed=7, deterministic=True, force_row_wise=True)
PROFILES = ("article", "documentation", "forum", "listing", "product", "service")
PROFILE_OF = {"article": 0, "news": 0, "blog": 0, "documentation": 1, "help": 1, "forum": 2, "listing": 3,
              "collection": 3, "product": 4, "service": 5}
# Lowest and highest score from which leaves stay, and the factor of the one with the best expected F1.
CUT_OFFS = {"": (250, 650, 1200), "article": (300, 800, 1350), "listing": (200, 550, 1000), "forum": (250, 600, 1100)}
# How much a page of each set, or a type of page, counts.
WEIGHTS = {"articles": 3.0, "snippets": 1.0, "pagetypes": 2.0, "vnkm": 2.0, "article": 3.0}
FRONT_MATTER = ("title", "byline", "dateline", "caption")


def site(url, name):
    host = (urlparse(url or "").hostname or name).split(".")
    if len(host) > 2 and (host[-2] in SHARED_HOSTS or host[-2] in SECOND_LEVEL and len(host[-1]) == 2):
        return ".".join(host[-3:])
    return ".".join(host[-2:])


def fold_of(page, folds):
    return int(hashlib.md5(page["site"].encode()).hexdigest(), 16) % folds


def read_pages(data, pages):
    """All pages with a file, in order."""
    result = []
    for name in SETS:
        with lzma.open(os.path.join(data, name + "-truth.jsonl.xz"), "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        for truth in sorted(rows, key=lambda r: r["id"]):
            file = os.path.join(pages, name, truth["id"])
            file = file if os.path.exists(file) else file + ".html"
            if os.path.exists(file):
                result.append(dict(set=name, truth=truth, file=file, site=site(truth["url"], truth["id"]),
                                   type=truth.get("type") or truth.get("kind")))
    return result


def fold_space(text):
    return " ".join((text or "").split())


def hide_copies(texts, hidden):
    """Of a text that stands on the page twice, the copy that nobody sees is not the content: it becomes empty."""
    seen = set()
    for text, is_hidden in zip(texts, hidden):
        seen.update(() if is_hidden else runs_of_four(text))
    for i, text in enumerate(texts):
        runs = runs_of_four(text) if hidden[i] else ()
        if runs and sum(run in seen for run in runs) * 2 >= len(runs):
            texts[i] = ""


def runs_of_four(text):
    words = tokens(text)
    return [tuple(words[i:i + 4]) for i in range(max(1, len(words) - 3))] if words else []


def labels(page, leaves):
    """For each leaf the share of it that belongs to the content; -1 where nothing is known."""
    truth = page["truth"]
    texts = [leaf[4].replace("\u200b", "") for leaf in leaves]
    hide_copies(texts, [leaf[2] == "hidden" for leaf in leaves])
    if page["set"] != "snippets":
        return shares([tokens(t) for t in texts], (truth["text"] or "").replace("\u200b", ""))
    wanted = [fold_space(s) for s in truth["with"]]
    unwanted = [fold_space(s) for s in truth["without"]]
    result = []
    for text in map(fold_space, texts):
        if any(s in text for s in wanted) or (len(text) > 60 and any(text in s for s in wanted)):
            result.append(1.0)
        else:
            result.append(0.0 if any(s in text for s in unwanted) else -1.0)
    return result


def weights(page, leaves, known):
    """Leaves count by the square root of their words, pages alike."""
    count = numpy.sqrt([max(1, len(tokens(leaf[4]))) for leaf in leaves])
    use = numpy.array([k >= 0 for k in known], bool)
    use &= ~numpy.array([leaf[1] in FRONT_MATTER for leaf in leaves], bool)
    if page["set"] == "snippets":
        return numpy.where(use, 0.1, 0.0) * WEIGHTS["snippets"]
    weight = WEIGHTS.get(page["type"], WEIGHTS[page["set"]])
    return numpy.where(use, weight * count / max(1.0, count.sum()), 0.0)


def read_features(work, pages):
    columns = open(os.path.join(work, "features", "columns.txt")).read().split("\n")
    values = numpy.fromfile(os.path.join(work, "features", "features.i32"), dtype=numpy.int32)
    values = values.reshape(-1, len(columns))
    kept, weight, owner = [], [], []
    with open(os.path.join(work, "features", "leaves.jsonl"), encoding="utf-8") as lines:
        for n, line in enumerate(lines):
            leaves = json.loads(line)["leaves"]
            known = labels(pages[n], leaves)
            kept += known
            weight += list(weights(pages[n], leaves, known))
            owner += [n] * len(leaves)
    return columns, values, numpy.clip(kept, 0, 1), numpy.array(weight), numpy.array(owner)


def train(values, kept, weight, rounds=ROUNDS):
    use = weight > 0
    data = lightgbm.Dataset(values[use], kept[use], weight=weight[use] * use.sum() / weight[use].sum())
    return lightgbm.train(PARAMETERS, data, rounds)


def train_profiles(values, owner, pages, out):
    """The model of page profiles, from one row of each page; pages of no known type are left out."""
    firsts = [i for i in range(len(owner)) if i == 0 or owner[i] != owner[i - 1]]
    rows, kinds = [], []
    for i in firsts:
        page = pages[owner[i]]
        kind = 0 if page["set"] == "articles" else PROFILE_OF.get(page["type"], -1)
        if out[owner[i]] and kind >= 0:
            rows.append(i)
            kinds.append(kind)
    kinds = numpy.array(kinds)
    weight = numpy.array([1 / max(1, (kinds == k).sum()) ** 0.5 for k in range(len(PROFILES))])[kinds]
    data = lightgbm.Dataset(values[rows], kinds, weight=weight * len(kinds) / weight.sum())
    return lightgbm.train(dict(PROFILE_PARAMETERS, num_class=len(PROFILES)), data, PROFILE_ROUNDS)


def judge(model, values, owner, pages, which):
    """For each page of a known type whether its profile is found."""
    result = []
    for i in range(len(owner)):
        page = pages[owner[i]]
        kind = 0 if page["set"] == "articles" else PROFILE_OF.get(page["type"], -1)
        if which[owner[i]] and kind >= 0 and (i == 0 or owner[i] != owner[i - 1]):
            result.append(int(model.predict(values[i:i + 1]).argmax()) == kind)
    return result


def table(content, profiles, columns, notes):
    """The models as text; see BlockModel+Reading.swift."""
    trees = content.dump_model()["tree_info"]
    forests = [("content", trees)]
    own = profiles.dump_model()["tree_info"]
    first = columns.index("page.letters")
    for k, name in enumerate(PROFILES):
        forests.append((name, [shifted(t, first) for t in own[k::len(PROFILES)]]))
    used = sorted({f for _, trees in forests for t in trees for f in features_of(t["tree_structure"])})
    number = {f: i for i, f in enumerate(used)}
    lines = ["# " + note for note in notes]
    for profile, values in CUT_OFFS.items():
        lines.append(("cut-off %d %d %d " % values + profile).strip())
    lines.append("columns " + " ".join(columns[f] for f in used))
    for name, trees in forests:
        lines.append("forest %s 0" % name)
        for tree in trees:
            words = []
            write(tree["tree_structure"], number, words)
            lines.append(" ".join(words))
    return "\n".join(lines) + "\n"


def shifted(tree, by):
    """A tree over the columns of the page with the numbers of all columns."""
    def move(node):
        if "split_feature" in node:
            node["split_feature"] += by
            move(node["left_child"])
            move(node["right_child"])
    move(tree["tree_structure"])
    return tree


def features_of(node):
    if "split_feature" in node:
        yield node["split_feature"]
        yield from features_of(node["left_child"])
        yield from features_of(node["right_child"])


def write(node, number, words):
    if "split_feature" not in node:
        words.append("=%d" % round(node["leaf_value"] * 1000))
        return
    words.append("%d:%d" % (number[node["split_feature"]], numpy.floor(node["threshold"])))
    write(node["left_child"], number, words)
    write(node["right_child"], number, words)


def extract(tool, model, files, output):
    subprocess.run([tool, "extract-texts", "--weights", model, "--output", output] + files, check=True)
    with open(output, encoding="utf-8") as lines:
        return {r["file"]: r["text"] for r in map(json.loads, lines)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "pages", "tool", "work"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--final")
    parser.add_argument("--reuse", action="store_true", help="take the features that are in --work already")
    parser.add_argument("--no-validation", action="store_true")
    options = parser.parse_args()
    versions = "Python %s, numpy %s, lightgbm %s" % (
        sys.version.split()[0], numpy.__version__, lightgbm.__version__)
    print(versions)
    os.makedirs(options.work, exist_ok=True)
    pages = read_pages(options.data, options.pages)
    if not options.reuse:
        folder = os.path.join(options.work, "features")
        subprocess.run([options.tool, "block-features", "--output", folder] + [p["file"] for p in pages],
                       check=True)
    columns, values, kept, weight, owner = read_features(options.work, pages)
    print("%d pages, %d leaves, %d features" % (len(pages), len(values), len(columns)))
    page_values = numpy.ascontiguousarray(values[:, columns.index("page.letters"):])
    if not options.no_validation:
        fold = numpy.array([fold_of(p, options.folds) for p in pages])
        predictions, guessed = {}, []
        for k in range(options.folds):
            out = fold[owner] != k
            path = os.path.join(options.work, "fold%d.txt" % k)
            with open(path, "w") as file:
                content = train(values[out], kept[out], weight[out])
                profiles = train_profiles(page_values, owner, pages, fold != k)
                guessed += judge(profiles, page_values, owner, pages, fold == k)
                file.write(table(content, profiles, columns, ["fold %d" % k]))
            files = [p["file"] for n, p in enumerate(pages) if fold[n] == k]
            predictions.update(extract(options.tool, path, files, os.path.join(options.work, "fold%d.jsonl" % k)))
        with open(os.path.join(options.work, "validated.jsonl"), "w", encoding="utf-8") as file:
            for page in pages:
                file.write(json.dumps({"set": page["set"], "id": page["truth"]["id"],
                                       "text": predictions[page["file"]]}) + "\n")
        measures.report(pages, predictions)
        print("profiles right: %d of %d pages" % (sum(guessed), len(guessed)))
    if options.final:
        notes = [
            "Block model of clean-boilerplate, made by training/train.py: %d trees of %d leaves." % (
                ROUNDS, PARAMETERS["num_leaves"]),
            "Trained on the development pages: articles (scrapinghub/article-extraction-benchmark 4a3bc979f76c, MIT),",
            "snippets (adbar/trafilatura e90b0ef51ab0, tests, Apache-2.0), page types (WCXB c039d5ee9f5a, CC-BY-4.0,",
            "Murrough Foley 2026), vnkm (tracking_news-mcp 1bcfd75a MIT, fundus 18da6e53 MIT, tranvietphuoc.github.io",
            "646cb09d MIT, LibreOffice help 7.4.7 MPL-2.0). No text of theirs is in it, only counts and thresholds.",
            versions + ", seed %d, one thread." % PARAMETERS["seed"],
        ]
        with open(options.final, "w") as file:
            everything = numpy.ones(len(pages), bool)
            profiles = train_profiles(page_values, owner, pages, everything)
            file.write(table(train(values, kept, weight), profiles, columns, notes))


if __name__ == "__main__":
    main()
