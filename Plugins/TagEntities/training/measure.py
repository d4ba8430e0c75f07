#!/usr/bin/env python3
"""F1 of the stage tag-entities on annotated JSON lines.

usage: measure.py [--by sentence|document] [--errors N] [--absolute] DATA.jsonl... -- PROGRAM [ARGUMENT]...

The program reads JSON lines {"id", "text"} and writes the documents as JSON lines: `sastra filter FILE.yaml` with the
one stage tag-entities. A line of data: {"id", "text", "entities": [{"start", "end", "type", "text", ...}]}, offsets in
Unicode scalars; the id of a sentence is its document's, "#" and a number. Counts exact spans; types too, unless the
data calls all of them "name", or has dates (then only dates count, and values of those matched are compared).
With --by document the sentences of a document are joined by line ends. With --absolute dates of the data that the rules
of annotation leave out (relative ones, durations, seasons, events) are no dates. A line's "dateCreated" is given to the
program as the document's date, which the option relative_dates counts from.
"""
import argparse
import collections
import json
import re
import subprocess
import sys

VALUES = ("when", "from", "to", "notBefore", "notAfter")
NAMES = ("persName", "placeName", "orgName")


def units(lines, by):
    """Lists of (sentence, offset of the sentence in the text) and the text they make."""
    groups = collections.OrderedDict()
    for line in lines:
        key = line["id"].rsplit("#", 1)[0] if by == "document" else line["id"]
        groups.setdefault(key, []).append(line)
    for key, group in groups.items():
        text, parts = "", []
        for line in group:
            parts.append((line, len(text)))
            text += line["text"] + "\n"
        yield key, text[:-1], parts


def tag(program, inputs, dates=None):
    """The spans of each text; `dates` are those of the documents."""
    given = ""
    dates = dates or [None] * len(inputs)
    for i, (text, date) in enumerate(zip(inputs, dates)):
        metadata = {"metadata": {"date": date}} if date else {}
        given += json.dumps({"id": f"u{i}", "text": text, **metadata}) + "\n"
    done = subprocess.run(program, input=given.encode(), stdout=subprocess.PIPE, check=True)
    documents = {}
    for line in done.stdout.decode().split("\n"):
        if line:
            document = json.loads(line)
            documents[document.get("id")] = document
    return [documents.get(f"u{i}", {}).get("spans", []) for i in range(len(inputs))]


def report(label, found, right, both):
    precision, recall = 100 * both / max(1, found), 100 * both / max(1, right)
    f1 = 200 * both / max(1, found + right)
    print(f"  {label:10} F1 {f1:5.1f}  precision {precision:5.1f}  recall {recall:5.1f}  ({right} right)")


MONTHS = "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september"
RELATIVE = re.compile(r"\b(ago|past|last|next|this|over|more|fewer|years?|decades?|hours|seasons?|summer|winter|spring|autumn)\b")
ABSOLUTE = re.compile(r"\d|centur|(twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies|\b("
                      + "|".join((MONTHS + " october november december").split()) + r")\b")


def is_absolute(text):
    text = text.lower()
    return bool(ABSOLUTE.search(text)) and (not RELATIVE.search(text) or bool(re.match(r"the year \d", text)))


def value(attributes):
    return {name: attributes[name] for name in VALUES if name in attributes}


def day(date, last):
    """The first or last day of a date, so that 1960 and 1960-01-01 begin alike."""
    sign, parts = ("-", date[1:]) if date.startswith("-") else ("", date)
    parts = parts.split("T")[0].split("-")
    if len(parts) == 1:
        parts.append("12" if last else "01")
    if len(parts) == 2:
        lengths = {"02": "29" if int(parts[0] or 4) % 4 == 0 else "28", "04": "30", "06": "30", "09": "30", "11": "30"}
        parts.append(lengths.get(parts[1], "31") if last else "01")
    return sign + "-".join(parts)


def same(left, right):
    """Whether two values mean the same days."""
    def days(value):
        ends = {name: day(text, name in ("to", "notAfter")) for name, text in value.items() if name != "when"}
        if "when" in value:
            ends["from"], ends["to"] = day(value["when"], False), day(value["when"], True)
        return ends
    return days(left) == days(right)


def measure(path, program, by, errors, absolute=False):
    lines = [json.loads(line) for line in open(path, encoding="utf-8")]
    types = {entity["type"] for line in lines for entity in line["entities"]}
    ignores_type = types == {"name"}
    labels = ("date",) if types == {"date"} else NAMES
    found, right, both = collections.Counter(), collections.Counter(), collections.Counter()
    values, shown = 0, 0
    texts = list(units(lines, by))
    dates = [parts[0][0].get("dateCreated") for _, _, parts in texts]
    for (key, text, parts), spans in zip(texts, tag(program, [text for _, text, _ in texts], dates)):
        ours, truth = {}, {}
        for span in spans:
            if span["layer"] == "entity" and span["label"] in labels:
                label = "name" if ignores_type else span["label"]
                ours[span["start"], span["end"], label] = span.get("attributes", {})
        for line, offset in parts:
            for entity in line["entities"]:
                if absolute and entity["type"] == "date" and not is_absolute(entity["text"]):
                    continue
                truth[entity["start"] + offset, entity["end"] + offset, entity["type"]] = entity
        found.update(mark[2] for mark in ours)
        right.update(mark[2] for mark in truth)
        for mark in ours.keys() & truth.keys():
            both[mark[2]] += 1
            if labels == ("date",):
                agrees = same(value(ours[mark]), value(truth[mark]))
                values += agrees
                if not agrees and shown < errors:
                    shown += 1
                    print(f"    value {value(ours[mark])} right {value(truth[mark])}: {text[mark[0]:mark[1]]}")
        wrong = sorted([(*mark, "+") for mark in ours.keys() - truth.keys()]
                       + [(*mark, "-") for mark in truth.keys() - ours.keys()])
        for start, end, label, sign in wrong:
            if shown < errors:
                shown += 1
                rule = ours.get((start, end, label), {}).get("rule", "") if sign == "+" else value(truth[start, end, label])
                print(f"    {sign} {label} [{text[start:end]}] {rule}: "
                      + text[max(0, start - 60):end + 40].replace("\n", " / "))
    print(f"{path} by {by}")
    for label in sorted(right):
        report(label, found[label], right[label], both[label])
    report("all", found.total(), right.total(), both.total())
    if labels == ("date",):
        print(f"  values right of those matched {100 * values / max(1, both.total()):.1f}")


def main():
    arguments, program = sys.argv[1:], []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, program = arguments[:cut], arguments[cut + 1:]
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--by", choices=("sentence", "document"), default="sentence")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--absolute", action="store_true")
    parser.add_argument("data", nargs="+")
    options = parser.parse_args(arguments)
    for path in options.data:
        measure(path, program, options.by, options.errors, options.absolute)


if __name__ == "__main__":
    main()
