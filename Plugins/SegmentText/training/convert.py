#!/usr/bin/env python3
"""Writes ../data/*.tsv and the word list of Sources/VietnameseText from the weights that two Python packages carry.

usage: convert.py        (needs: pip install khmercut==0.2.0 pyvi==0.1.1 sklearn-crfsuite==0.5.0 python-crfsuite)

Both packages hold a conditional random field with two labels. A feature's weight here is the difference of its two
weights, in thousandths: above zero speaks for a word that begins, below for one that goes on. Small weights are left out.

  khmercut 0.2.0, Apache License 2.0, crf_ner_10000.crfsuite: Khmer, over clusters
  pyvi 0.1.1, MIT License, models/pyvi3.pkl and models/words.txt: Vietnamese, over syllables
"""
import os
import pathlib
import pickle
import re
import sysconfig
import tempfile

import pycrfsuite

PACKAGES = pathlib.Path(sysconfig.get_paths()["purelib"])
DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
WORDS = DATA.parent.parent.parent / "Sources/VietnameseText/data/words.txt"


def main():
    khmer()
    vietnamese()


def khmer():
    transitions, features = dump(PACKAGES / "khmercut/crf_ner_10000.crfsuite")
    rows = transition_rows(transitions, begins="1", goes_on="0")
    for attribute, weights in features.items():
        weight = thousandths(weights, "1", "0")
        template, value = khmer_template(attribute)
        if re.match(r"-?\d:", template) and (abs(weight) < 500 or re.search(r"\d{3}|[A-Za-z@/]|[០-៩]{4}", value)):
            continue  # too small, or a number, a name or an address that the text happened to hold
        if "\t" not in value and "\n" not in value:
            rows.append((template, value, weight))
    write("khmer-words.tsv", "khmercut 0.2.0 (PyPI), Apache License 2.0, see LICENSES.txt; its file "
          "crf_ner_10000.crfsuite; weights of clusters under 0.5 left out", rows)


def khmer_template(attribute):
    """`kcc[-2:0]:VALUE` is the clusters from two before to this one, `kcc[-1]t:C` the type of the one before."""
    name, _, value = re.match(r"(kcc(?:\[[^\]]*\])?t?|[a-zA-Z]+(?:[-+]\d)?)(:?)(.*)$", attribute, re.S).groups()
    if name in ("BOS", "EOS"):
        return {"BOS": "first", "EOS": "last"}[name], ""
    if name.startswith("ns"):
        return "unspaced" + (name[2:].replace("+", "") or "0"), ""
    if name == "t":
        return "type0", value
    places = [int(place) for place in re.findall(r"[-+]?\d", name)] or [0]
    if name.endswith("]t"):
        return f"type{places[0]}", value
    return f"{min(places)}:{max(places)}", value


def vietnamese():
    with open(PACKAGES / "pyvi/models/pyvi3.pkl", "rb") as file:
        model = pickle.load(file)
    transitions, features = dump(model.modelfile.name)
    rows = transition_rows(transitions, begins="B_W", goes_on="I_W")
    for attribute, weights in features.items():
        template, value = vietnamese_template(attribute)
        weight = thousandths(weights, "B_W", "I_W")
        if abs(weight) >= 100 and "\t" not in value:
            rows.append((template, value, weight))
    write("vietnamese-words.tsv", "pyvi 0.1.1 (PyPI), MIT License, see LICENSES.txt; its file models/pyvi3.pkl; "
          "weights under 0.1 left out", rows)
    words = (PACKAGES / "pyvi/models/words.txt").read_text(encoding="utf-8").split("\n")
    words = {word.lower() for word in words if len(word.split(" ")) in (2, 3)}
    words = sorted(words | {old_style(word) for word in words})
    lines = ["# Vietnamese words of two and three syllables. Source: pyvi 0.1.1 (PyPI), MIT License, see LICENSE.txt; its "
             "file models/words.txt; with the tone mark in its old place too (thủy lợi beside thuỷ lợi).", "# Made by ../../../Plugins/SegmentText/training/convert.py."]
    WORDS.write_text("\n".join(lines + words) + "\n", encoding="utf-8")
    print(WORDS.name, len(words))


def old_style(word):
    """The word with tone marks where the old style has them: hòa, thủy for hoà, thuỷ."""
    pairs = dict(zip("oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(), "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split()))
    return re.sub(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?= |$)", lambda match: pairs[match[0]], word)


def vietnamese_template(attribute):
    place, name = re.match(r"(?:([-+]\d):)?(.*)$", attribute, re.S).groups()
    place = (place or "0").replace("+", "")
    if name.startswith("word.lower():"):
        return place, name.removeprefix("word.lower():")
    kinds = {"bias": "bias", "word.isupper()": "upper", "word.istitle()": "title", "word.isdigit()": "digit",
             "word.bi_gram()": "pair", "word.tri_gram()": "triple"}
    return kinds[name] + place, ""


def thousandths(weights, begins, goes_on):
    return round(1000 * (weights.get(begins, 0) - weights.get(goes_on, 0)))


def transition_rows(transitions, begins, goes_on):
    labels = {begins: "begins", goes_on: "goes-on"}
    return [(f"{labels[a]} {labels[b]}", "", round(1000 * weight)) for (a, b), weight in transitions.items()]


def dump(path):
    """Transitions and state features of a model, as CRFsuite prints them."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    handle, name = tempfile.mkstemp()
    os.close(handle)
    tagger.dump(name)
    with open(name, encoding="utf-8", errors="replace", newline="\n") as file:
        lines = file.read().split("\n")
    os.unlink(name)
    transitions, features, section = {}, {}, None
    for line in lines:
        if line.endswith(" = {"):
            section = line[:-4]
        entry = re.match(r"  \(\d+\) (.*) --> (\S+): (-?[\d.e+-]+)$", line)
        if entry and section == "TRANSITIONS":
            transitions[entry[1], entry[2]] = float(entry[3])
        elif entry and section == "STATE_FEATURES":
            features.setdefault(entry[1], {})[entry[2]] = float(entry[3])
    return transitions, features


def write(name, source, rows):
    lines = [f"# Where words begin: template, value, weight in thousandths. Source: {source}.",
             "# Made by ../training/convert.py."]
    lines += ["\t".join(map(str, row)) for row in sorted(set(rows))]
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(rows))


if __name__ == "__main__":
    main()
