#!/usr/bin/env python3
"""Gazetteers: a million names over 50 MB of text, Sastra and ahocorasick_rs in turn in one run.

usage: gazetteer.py SASTRA SHARED [--names 1000000] [--megabytes 50] [--rounds 5]

SHARED  the folder with data/entities/*.jsonl, whose sentences the text is made of

The names are made up from syllables, the same in every run: Latin, Vietnamese and Khmer, one to three words. The text is
made of sentences of the data in an order drawn with a fixed seed, a name in every third. Sastra compiles the names once
(`sastra gazetteer compile`), then maps the file and finds every name at boundaries of words and clusters, folded, with
capitals, as byte ranges of the text as it was. ahocorasick_rs finds leftmost-longest strings as they are written, without
boundaries, in code points of a text that is decoded already. Speed: bytes of the text by processor time, the median of the
rounds; memory: what the process holds more after loading and searching than before, the text aside.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

LATIN = ["ba", "chan", "dor", "eng", "fa", "gar", "hol", "in", "jor", "kel", "lan", "mor", "nes", "or", "pra", "quin", "ros",
         "sam", "tor", "ul", "ver", "wil", "yen", "zan", "ta", "mi", "ser", "ley", "burg", "ton"]
VIETNAMESE = ["An", "Bình", "Cường", "Dũng", "Đức", "Giang", "Hà", "Hải", "Hòa", "Hùng", "Khánh", "Lâm", "Liên", "Long", "Lý",
              "Mỹ", "Nam", "Ngọc", "Nguyễn", "Phạm", "Phú", "Phước", "Quảng", "Sơn", "Tân", "Thành", "Thạnh", "Thới", "Trần",
              "Trung", "Vĩnh", "Xuân", "Yên"]
KHMER = ["កំពង់", "បាត់", "ដំបង", "ស្វាយ", "រៀង", "ព្រៃ", "វែង", "ភ្នំ", "ពេញ", "តា", "កែវ", "សៀម", "រាប", "ក្រចេះ", "មាន", "ជ័យ", "ស្ទឹង",
         "ត្រែង", "រតន", "គិរី", "ចាម", "ធំ", "ឆ្នាំង", "ពោធិ៍", "សាត់"]


def make_names(count):
    draw = random.Random(1)
    names = set()
    ordered = []
    while len(ordered) < count:
        kind = draw.random()
        if kind < 0.6:
            name = " ".join("".join(draw.choice(LATIN) for _ in range(draw.randint(2, 4))).capitalize()
                            for _ in range(draw.choice([1, 1, 2, 2, 3])))
        elif kind < 0.85:
            name = " ".join(draw.choice(VIETNAMESE) for _ in range(draw.randint(3, 5)))
        else:
            name = "".join(draw.choice(KHMER) for _ in range(draw.randint(3, 6)))
        if name not in names:
            names.add(name)
            ordered.append(name)
    return ordered


def make_text(folder, names, size):
    draw = random.Random(2)
    sentences = []
    for path in sorted(folder.glob("*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            sentences += [json.loads(line)["text"] for line in lines]
    pieces, length = [], 0
    while length < size:
        piece = draw.choice(sentences)
        if draw.random() < 1 / 3:
            piece += " " + draw.choice(names) + "."
        pieces.append(piece)
        length += len(piece.encode()) + 1
    return "\n".join(pieces) + "\n"


def write_list(names, path):
    with open(path, "w", encoding="utf-8") as out:
        out.write("key\tname\tvariants\ttype\tdates\tlanguage\tref\tsource\n")
        for number, name in enumerate(names):
            language = "vi" if any(ord(c) > 0x7F and ord(c) < 0x1780 or ord(c) > 0x1E00 for c in name) else ""
            out.write(f"place.n{number}\t{name}\t\tplace/settlement\t\t{language}\t\tmade up\n")


def time_peer(names, text, rounds):
    """Run in a process of its own, so that its memory is its own."""
    import ahocorasick_rs
    before = resident()
    begin = time.process_time()
    automaton = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    load = time.process_time() - begin
    seconds = []
    for _ in range(rounds):
        begin = time.process_time()
        found = sum(len(automaton.find_matches_as_indexes(line)) for line in pieces(text))
        seconds.append(time.process_time() - begin)
    return {"load_ms": load * 1000, "seconds": statistics.median(seconds), "matches": found,
            "resident_kb": resident() - before, "bytes": len(text.encode())}


def pieces(text, size=1 << 16):
    start = 0
    while start < len(text):
        end = text.find("\n", min(start + size, len(text) - 1)) + 1
        yield text[start:end]
        start = end


def resident():
    with open("/proc/self/status") as status:
        return int(next(line for line in status if line.startswith("VmRSS:")).split()[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sastra")
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        names = pathlib.Path(arguments.peer[0]).read_text("utf-8").split("\n")
        print(json.dumps(time_peer(names, pathlib.Path(arguments.peer[1]).read_text("utf-8"), arguments.rounds)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        names = make_names(arguments.names)
        (scratch / "names.txt").write_text("\n".join(names), "utf-8")
        write_list(names, scratch / "names.tsv")
        (scratch / "text.txt").write_text(
            make_text(arguments.shared / "data/entities", names, arguments.megabytes << 20), "utf-8")
        compiled = scratch / "names.gaz"
        begin = time.perf_counter()
        subprocess.run([arguments.sastra, "gazetteer", "compile", scratch / "names.tsv", "--output", compiled], check=True)
        print(f"compiled in {time.perf_counter() - begin:.1f} s to {os.path.getsize(compiled) / 1e6:.0f} MB")
        rounds = ["--rounds", str(arguments.rounds)]
        report("sastra", [arguments.sastra, "gazetteer", "time", compiled, scratch / "text.txt", *rounds])
        report("ahocorasick_rs", [sys.executable, __file__, arguments.sastra, arguments.shared, "--peer",
                                  scratch / "names.txt", scratch / "text.txt", *rounds])


def report(name, command):
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"{name:16} load {found['load_ms']:8.1f} ms  memory {found['resident_kb'] / 1e3:7.0f} MB  "
          f"{found['bytes'] / 1e6 / found['seconds']:6.1f} MB/s  {found['matches']} names found")


if __name__ == "__main__":
    main()
