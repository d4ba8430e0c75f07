#!/usr/bin/env python3
"""Gazetteers: a million names over 50 MB of text, Sastra and ahocorasick_rs in turn in one run; then the whole tagger
over sixty copies of the seeds, beside spaCy's small model for English where there is one.

usage: gazetteer.py SASTRA SHARED [--names 1000000] [--megabytes 50] [--rounds 5] [--spacy-model en_core_web_sm]
       gazetteer.py SASTRA SHARED --only tagger [--spacy-model en_core_web_sm]

SHARED       the folder with data/entities/*.jsonl, whose sentences the text is made of
spacy-model  the name of an installed package or the folder of a model; without spaCy or the model it is not timed

The names are made up from syllables, the same in every run: Latin, Vietnamese and Khmer, one to three words. The text is
made of sentences of the data in an order drawn with a fixed seed, a name in every third. Sastra compiles the names once
(`sastra gazetteer compile`), then maps the file and finds every name at boundaries of words and clusters, folded, with
capitals, as byte ranges of the text as it was. ahocorasick_rs finds leftmost-longest strings as they are written, without
boundaries, in code points of a text that is decoded already. Speed: bytes of the text by processor time, the median of the
rounds; memory: what the process holds more after loading and searching than before, the text aside.

The whole tagger is tag-entities of pipelines/archive.yaml, as `sastra time` gives it; spaCy's pipes read the text of the
same documents, cleaned by Sastra, once each, and count by the bytes of that text: as it ships, and with nothing but what
its names need. Each is the best of the rounds, of the processor time of one thread.
"""
import argparse
import base64
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


ROOT = pathlib.Path(__file__).resolve().parent.parent
COPIES = 60


def time_tagger(sastra, scratch, rounds):
    """The stage's seconds and the bytes of the documents, over copies of the seeds."""
    folder = scratch / "copies"
    folder.mkdir()
    for seed in sorted((ROOT / "seeds").glob("*.txt")):
        for number in range(COPIES):
            (folder / f"{number:02}-{seed.name}").write_bytes(seed.read_bytes())
    told = subprocess.run([sastra, "time", ROOT / "pipelines/archive.yaml", folder, "--rounds", str(rounds), "--json"],
                          check=True, capture_output=True, text=True).stdout
    return json.loads(told)


def seed_texts(sastra):
    """What the tagger sees of the seeds."""
    lines = [json.dumps({"id": seed.stem, "bytes": base64.b64encode(seed.read_bytes()).decode()})
             for seed in sorted((ROOT / "seeds").glob("*.txt"))]
    told = subprocess.run([sastra, "filter", ROOT / "pipelines/archive.yaml"], input="\n".join(lines) + "\n",
                          check=True, capture_output=True, text=True).stdout
    return [json.loads(line)["text"] for line in told.splitlines()]


def time_spacy(texts, model, rounds):
    """Run in a process of its own, with one thread."""
    try:
        import spacy
        pipes = spacy.load(model)
    except (ImportError, OSError) as reason:
        return {"reason": str(reason).split(". ")[0]}
    found = {"model": f"{pipes.meta['lang']}_{pipes.meta['name']} {pipes.meta['version']}", "spacy": spacy.__version__,
             "bytes": sum(len(text.encode()) for text in texts)}
    needed = ["tok2vec", "transformer", "ner"]
    for name, kept in [("all", pipes.pipe_names), ("names", [pipe for pipe in pipes.pipe_names if pipe in needed])]:
        with pipes.select_pipes(enable=kept):
            times = []
            for _ in range(rounds):
                begin = time.process_time()
                found["entities"] = sum(len(document.ents) for document in pipes.pipe(texts))
                times.append(time.process_time() - begin)
            found[name] = min(times)
    return found


def compare_taggers(arguments, scratch):
    told = time_tagger(arguments.sastra, scratch, arguments.rounds)
    seconds = min(next(row for row in told["rows"] if row["step"] == "tag-entities")["seconds"])
    speed = told["bytes"] / 1e6 / seconds
    print(f"{'tag-entities':16} {speed:6.2f} MB/s over {told['bytes'] / 1e6:.1f} MB of pages")
    (scratch / "texts.json").write_text(json.dumps(seed_texts(arguments.sastra)), "utf-8")
    one = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")}
    found = json.loads(subprocess.run(
        [sys.executable, __file__, arguments.sastra, arguments.shared, "--peer-tagger", scratch / "texts.json",
         "--spacy-model", arguments.spacy_model, "--rounds", str(arguments.rounds)],
        check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **one}).stdout)
    if "reason" in found:
        print(f"{'spaCy':16} not timed: {found['reason']}")
        return
    for name in ("all", "names"):
        print(f"{'spaCy, ' + name:16} {found['bytes'] / 1e6 / found[name]:6.4f} MB/s ({found['model']}, spaCy "
              f"{found['spacy']}): tag-entities is {found[name] * COPIES / seconds:.0f} times as fast")


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
    parser.add_argument("--only", choices=["names", "tagger"])
    parser.add_argument("--spacy-model", default="en_core_web_sm")
    parser.add_argument("--peer-tagger", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        names = pathlib.Path(arguments.peer[0]).read_text("utf-8").split("\n")
        print(json.dumps(time_peer(names, pathlib.Path(arguments.peer[1]).read_text("utf-8"), arguments.rounds)))
        return
    if arguments.peer_tagger:
        texts = json.loads(arguments.peer_tagger.read_text("utf-8"))
        print(json.dumps(time_spacy(texts, arguments.spacy_model, arguments.rounds)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        if arguments.only != "tagger":
            compare_names(arguments, pathlib.Path(scratch))
        if arguments.only != "names":
            compare_taggers(arguments, pathlib.Path(scratch))


def compare_names(arguments, scratch):
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
