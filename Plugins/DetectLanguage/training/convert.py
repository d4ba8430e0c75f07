#!/usr/bin/env python3
"""Writes ../data/*.tsv from the frequencies of letters that two Python packages carry.

usage: convert.py FOLDER     (FOLDER: what `pip download --no-deps -d FOLDER langdetect==1.0.9
                              lingua-language-detector==1.4.2` made)

A row is a sequence of one to three letters, `_` for the edge of a word, and for each language how much rarer the
sequence is there than in the language that has it most: steps of a fifth of a natural logarithm, 0 to 63, written as
the ASCII characters from `0`. Kept are the most frequent sequences of each language.

  langdetect 1.0.9, Apache License 2.0, profiles/*: Latin letters; `vi-unmarked` is `vi` without its marks
  lingua-language-detector 1.4.2, Apache License 2.0, language-models/*: Cyrillic letters (it knows no edges of words)
"""
import glob
import json
import math
import pathlib
import sys
import tarfile
import unicodedata
import zipfile

import brotli

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
LATIN = ("en fr vi vi-unmarked de es it nl pt id pl cs sk sl hr hu ro tr sv da no fi et lt lv ca tl sw so af sq cy"
         ).split()
CYRILLIC = "ru mn bg mk uk be sr kk".split()
KEPT = 1000  # rows of a language
RARE = 3e-6  # what is added to each frequency


def main(folder):
    with tarfile.open(glob.glob(f"{folder}/langdetect-1.0.9.tar.gz")[0]) as archive:
        def profile(language):
            member = f"langdetect-1.0.9/langdetect/profiles/{language}"
            return json.loads(archive.extractfile(member).read())

        latin = {name: latin_frequencies(profile(name.split("-")[0]), name) for name in LATIN}
    write("latin-ngrams.tsv", "langdetect 1.0.9", latin)
    with zipfile.ZipFile(glob.glob(f"{folder}/lingua_language_detector-1.4.2-*.whl")[0]) as archive:
        write("cyrillic-ngrams.tsv", "lingua-language-detector 1.4.2",
              {name: cyrillic_frequencies(archive, name) for name in CYRILLIC})


def latin_frequencies(profile, name):
    counts = {}
    for sequence, count in profile["freq"].items():
        sequence = sequence.lower()
        if name == "vi-unmarked":
            sequence = unmarked(sequence)
        if all(letter == " " or is_latin(letter) for letter in sequence):
            counts[sequence] = counts.get(sequence, 0) + count
    totals = profile["n_words"]
    return {sequence: count / totals[len(sequence) - 1] for sequence, count in counts.items()}


def unmarked(text):
    parts = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def is_latin(letter):
    return letter.isalpha() and (ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00)


def cyrillic_frequencies(archive, name):
    """The package has the share of each last letter after the ones before it; their product is the frequency."""
    shares = {}
    for order in ("unigrams", "bigrams", "trigrams"):
        packed = archive.read(f"lingua/language-models/{name}/{order}.json.br")
        for fraction, sequences in json.loads(brotli.decompress(packed))["ngrams"].items():
            count, total = map(int, fraction.split("/"))
            shares.update((sequence, count / total) for sequence in sequences.split(" "))
    frequencies = {}
    for sequence in sorted(shares, key=len):
        before = frequencies.get(sequence[:-1], 0) if len(sequence) > 1 else 1
        frequencies[sequence] = shares[sequence] * before
    return {key: value for key, value in frequencies.items() if all(0x400 <= ord(letter) < 0x530 for letter in key)}


def write(file, source, languages):
    kept = set()
    for frequencies in languages.values():
        kept.update(sorted(frequencies, key=lambda key: (-frequencies[key], key))[:KEPT])
    kept.discard(" ")
    with open(DATA / file, "w", encoding="utf-8") as out:
        out.write(f"# from {source} (PyPI), Apache License 2.0, see LICENSES.txt; made by training/convert.py\n")
        out.write("languages\t" + " ".join(languages) + "\n")
        for key in sorted(kept):
            logarithms = [math.log(frequencies.get(key, 0) + RARE) for frequencies in languages.values()]
            steps = [min(63, round((max(logarithms) - value) * 5)) for value in logarithms]
            out.write(key.replace(" ", "_") + "\t" + "".join(chr(0x30 + step) for step in steps) + "\n")
    print(file, len(kept), "rows")


main(sys.argv[1])
