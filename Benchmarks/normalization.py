#!/usr/bin/env python3
"""Normalisation: Sastra, ICU called from C++, khmernormalizer and underthesea on the same text.

usage: normalization.py SASTRA SHARED [--rounds 5] [--megabytes 8]

SHARED  the folder with data/entities/vi-vtb-names.dev.jsonl and km-khpos-names.dev.jsonl, whose sentences are
        repeated up to the size

Texts: `vi` and `km` are already normal; `vi decomposed` is NFD; `vi tone before mark` has the tone typed before the
circumflex or breve; in `km typed otherwise` vowels stand before subscripts, signs before vowels, and oe and oo are
typed in two parts wherever they occur. All are documents of 250 kB, a sentence a line.

Speed: processor time of one thread, programs in turn, the median of the rounds; megabytes of UTF-8 a second. Sastra's
time is that of the stage alone: edits with their reasons, applied, with blocks, evidence and the alignment moved.
ICU's quick check and normalisation are measured on UTF-16 and on UTF-8, which must be ready. The peers work on Python
strings, a line at a time, on the first 200 kB.
"""
import argparse
import json
import pathlib
import re
import statistics
import subprocess
import tempfile
import time
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT_BYTES = 250_000
PEER_BYTES = 200_000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sastra")
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=8)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        icu = build_icu(scratch)
        pipeline = scratch / "normalize.yaml"
        pipeline.write_text(
            "name: bench\nread: { read-json-lines: { path: none.jsonl } }\n"
            "stages: [ detect-language, normalize-vietnamese, normalize-khmer ]\n"
            "write:\n  - write-json-lines: { file: documents.jsonl }\n")
        for name, language, lines in texts(arguments, scratch, pipeline):
            compare(name, language, lines, arguments, scratch, pipeline, icu)


def build_icu(scratch):
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "icu-uc"], check=True, capture_output=True, text=True)
    program = scratch / "icu-normalizer"
    source = HERE / "icu-normalizer.cpp"
    subprocess.run(["c++", "-O2", "-o", program, source, *flags.stdout.split()], check=True)
    return program


# Texts


def texts(arguments, scratch, pipeline):
    vietnamese = [nfc(line) for line in sentences(arguments.shared, "vi-vtb-names")]
    khmer = sentences(arguments.shared, "km-khpos-names")
    khmer = normalized_by_sastra(arguments.sastra, pipeline, khmer)
    sets = [
        ("vi", "vi", vietnamese),
        ("vi decomposed", "vi", [unicodedata.normalize("NFD", line) for line in vietnamese]),
        ("vi tone before mark", "vi", [tone_first(line) for line in vietnamese]),
        ("km", "km", khmer),
        ("km typed otherwise", "km", [typed_otherwise(line) for line in khmer]),
    ]
    for name, language, lines in sets:
        size = sum(len(line.encode()) + 1 for line in lines)
        yield name, language, lines * (arguments.megabytes * 1_000_000 // size + 1)


def sentences(shared, name):
    with open(shared / f"data/entities/{name}.dev.jsonl", encoding="utf-8") as rows:
        return [json.loads(row)["text"] for row in rows]


def nfc(text):
    return unicodedata.normalize("NFC", text)


def tone_first(text):
    """Each letter with a circumflex or breve and a tone above it, the tone typed first."""
    apart = unicodedata.normalize("NFD", text)
    return re.sub("([\u0302\u0306])([\u0300\u0301\u0303\u0309])", r"\2\1", apart)


def typed_otherwise(text):
    text = re.sub("(\u17d2[\u1780-\u17b3])([\u17b6-\u17c5])", r"\2\1", text)
    text = re.sub("([\u17b6-\u17c5])\u17c6", "\u17c6" + r"\1", text)
    return text.replace("\u17be", "\u17c1\u17b8").replace("\u17c4", "\u17c1\u17b6")


def normalized_by_sastra(sastra, pipeline, lines):
    record = json.dumps({"id": "km", "text": "\n".join(lines), "language": "km"})
    answer = subprocess.run([sastra, "filter", pipeline], input=record.encode(), check=True, capture_output=True)
    return json.loads(answer.stdout)["text"].split("\n")


def documents(lines, language):
    part, size, number = [], 0, 0
    for line in lines:
        part.append(line)
        size += len(line.encode()) + 1
        if size >= DOCUMENT_BYTES:
            yield json.dumps({"id": f"d{number}", "text": "\n".join(part), "language": language}) + "\n"
            part, size, number = [], 0, number + 1
    if part:
        yield json.dumps({"id": f"d{number}", "text": "\n".join(part), "language": language}) + "\n"


# Programs


def compare(name, language, lines, arguments, scratch, pipeline, icu):
    text = "\n".join(lines).encode()
    (scratch / "text.txt").write_bytes(text)
    (scratch / "text.jsonl").write_text("".join(documents(lines, language)))
    sample, size = [], 0
    for line in lines:
        if size > PEER_BYTES:
            break
        sample.append(line)
        size += len(line.encode()) + 1
    stage = "normalize-vietnamese" if language == "vi" else "normalize-khmer"
    peer_name, peer = peers()[language]
    speeds = {}
    for _ in range(arguments.rounds):
        add(speeds, "sastra", time_sastra(arguments.sastra, pipeline, scratch / "text.jsonl", stage))
        for task, seconds in time_icu(icu, scratch / "text.txt"):
            add(speeds, "ICU " + task, len(text) / seconds / 1e6)
        start = time.process_time()
        for line in sample:
            peer(line)
        add(speeds, peer_name, size / (time.process_time() - start) / 1e6)
    report(name, len(text), {key: statistics.median(values) for key, values in speeds.items()})


def add(speeds, name, speed):
    speeds.setdefault(name, []).append(speed)


def time_sastra(sastra, pipeline, file, stage):
    command = [sastra, "time", pipeline, file, "--rounds", "1", "--json"]
    result = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    seconds = next(row["seconds"][0] for row in result["rows"] if row["step"] == stage)
    return result["bytes"] / seconds / 1e6


def time_icu(icu, file):
    lines = subprocess.run([icu, file, "1"], check=True, capture_output=True, text=True).stdout.split("\n")
    for line in filter(None, lines):
        task, seconds, _ = line.split()
        yield task, max(float(seconds), 1e-6)


def peers():
    from khmernormalizer import normalize
    from underthesea import text_normalize

    return {"vi": ("underthesea", text_normalize), "km": ("khmernormalizer", normalize)}


def report(name, size, speeds):
    print(f"\n{name}: {size / 1e6:.1f} MB")
    print(f"{'program':24}{'MB/s':>10}{'sastra is x':>14}")
    for program, speed in speeds.items():
        print(f"{program:24}{speed:10.1f}{speeds['sastra'] / speed:14.2f}", flush=True)


if __name__ == "__main__":
    main()
