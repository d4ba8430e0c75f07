#!/usr/bin/env python3
"""Cleaning: Sastra and its peers on the same bytes, speed beside scores.

usage: cleanup.py SASTRA SHARED [--rounds 5] [--sets articles,snippets,pagetypes,vnkm]

SHARED  the folder with data/boilerplate/NAME-html.tar.xz and NAME-truth.jsonl.xz for each set, and with
        tools/score-extraction.py, which scores predictions against a truth

Every program gets the bytes of a page and gives its main text, comments left out. Speed: processor time of one
thread over the pages of a set, parsing included, programs in turn, the median of the rounds. Sastra's time is that
of the stages of pipelines/extract.yaml that make the text (decode-legacy, clean-boilerplate), alignment with the
source included; `with metadata` adds extract-metadata. Scores: those that the data's README defines.
"""
import argparse
import json
import lzma
import pathlib
import statistics
import subprocess
import tarfile
import tempfile
import time

METRICS = {"articles": "shingle", "snippets": "snippets", "pagetypes": "words", "vnkm": "shingle"}
ROOT = pathlib.Path(__file__).resolve().parent.parent
TEXT_STAGES = {"decode-legacy", "clean-boilerplate"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sastra")
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sets", default=",".join(METRICS))
    arguments = parser.parse_args()
    arguments.data = arguments.shared / "data/boilerplate"
    arguments.scorer = arguments.shared / "tools/score-extraction.py"
    with tempfile.TemporaryDirectory() as scratch:
        for name in arguments.sets.split(","):
            compare(name, arguments, pathlib.Path(scratch))


def compare(name, arguments, scratch):
    pages = unpack(arguments.data / f"{name}-html.tar.xz", scratch / name)
    truth = read_truth(arguments.data / f"{name}-truth.jsonl.xz")
    predictions, seconds = {}, {}
    programs = peers()
    for _ in range(arguments.rounds):
        for program, extract in programs.items():
            texts, spent = run_peer(extract, pages)
            predictions[program] = texts
            seconds.setdefault(program, []).append(spent)
        text_only, everything = time_sastra(arguments.sastra, scratch / name)
        seconds.setdefault("sastra", []).append(text_only)
        seconds.setdefault("sastra with metadata", []).append(everything)
    predictions["sastra"] = run_sastra(arguments.sastra, pages, scratch)
    predictions["sastra with metadata"] = predictions["sastra"]
    report(name, pages, truth, predictions, seconds, arguments.scorer, scratch)


def unpack(archive, folder):
    """The pages of a set by id."""
    with tarfile.open(archive, "r:xz") as tar:
        tar.extractall(folder, filter="data")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.name.removesuffix(".html"): path.read_bytes() for path in files}


def read_truth(path):
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [dict(row, id=row["id"].removesuffix(".html")) for row in rows]


# Peers


def peers():
    """Each peer as a function from bytes to text, the way its own documentation says."""
    import boilerpy3.extractors
    import justext
    import newspaper
    import readability
    import trafilatura
    from lxml import html as lxml_html
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    boilerpipe = boilerpy3.extractors.ArticleExtractor(raise_on_failure=False)

    def resiliparse(page):
        tree = HTMLTree.parse_from_bytes(page, detect_encoding(page))
        return extract_plain_text(tree, main_content=True, comments=False)

    def readable(page):
        summary = readability.Document(decoded(page)).summary()
        return lxml_html.fromstring(summary).text_content()

    def news(page):
        article = newspaper.Article("http://localhost/", fetch_images=False)
        article.download(input_html=decoded(page))
        article.parse()
        return article.text

    def just(page):
        paragraphs = justext.justext(page, justext.get_stoplist("English"))
        return "\n".join(p.text for p in paragraphs if not p.is_boilerplate)

    return {
        "trafilatura": lambda page: trafilatura.extract(page, include_comments=False),
        "trafilatura fast": lambda page: trafilatura.extract(page, include_comments=False, fast=True),
        "trafilatura precision": lambda page: trafilatura.extract(
            page, include_comments=False, favor_precision=True),
        "resiliparse": resiliparse,
        "readability-lxml": readable,
        "newspaper4k": news,
        "boilerpy3": lambda page: boilerpipe.get_content(decoded(page)),
        "justext": just,
    }


def decoded(page):
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return bytes_to_str(page, detect_encoding(page))


def run_peer(extract, pages):
    texts, start = {}, time.process_time()
    for name, page in pages.items():
        try:
            texts[name] = extract(page) or ""
        except Exception:  # a peer that gives up on a page has no text for it
            texts[name] = ""
    return texts, time.process_time() - start


# Sastra


def time_sastra(sastra, folder):
    command = [sastra, "time", str(ROOT / "pipelines/extract.yaml"), str(folder), "--rounds", "1", "--json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["rows"]
    spent = {row["step"]: row["seconds"][0] for row in rows}
    return sum(spent[step] for step in TEXT_STAGES), sum(spent[row["step"]] for row in rows[1:] if not row["step"].startswith("write-"))


def run_sastra(sastra, pages, scratch):
    import base64

    lines = "".join(
        json.dumps({"id": name, "bytes": base64.b64encode(page).decode(), "content_type": "text/html"}) + "\n"
        for name, page in pages.items())
    command = [sastra, "filter", str(ROOT / "pipelines/extract.yaml")]
    answer = subprocess.run(command, input=lines.encode(), check=True, capture_output=True).stdout
    rows = (json.loads(line) for line in answer.decode().split("\n") if line)
    return {row["id"]: row.get("text", "") if row["status"] == "ok" else "" for row in rows}


# Scores


def report(name, pages, truth, predictions, seconds, scorer, scratch):
    size = sum(map(len, pages.values())) / 1e6
    reference = statistics.median(seconds["resiliparse"])
    print(f"\n{name}: {len(pages)} pages, {size:.1f} MB, metric {METRICS[name]}")
    print(f"{'program':24}{'MB/s':>8}{'x resiliparse':>15}   scores")
    for program, times in seconds.items():
        middle = statistics.median(times)
        scores = "; ".join(
            f"{part} {score(rows, predictions[program], name, scorer, scratch)}" for part, rows in parts(name, truth))
        print(f"{program:24}{size / middle:8.1f}{reference / middle:15.2f}   {scores}", flush=True)


def parts(name, truth):
    """A set, or for Vietnamese and Khmer pages each language and kind by itself."""
    if name != "vnkm":
        return [("all", truth)]
    keys = sorted({(row["language"], row["kind"]) for row in truth})
    return [(" ".join(key), [row for row in truth if (row["language"], row["kind"]) == key]) for key in keys]


def score(rows, texts, name, scorer, scratch):
    truth, prediction = scratch / "truth.jsonl", scratch / "prediction.jsonl"
    truth.write_text("".join(json.dumps(without_breaks(row)) + "\n" for row in rows))
    lines = (json.dumps(without_breaks({"id": row["id"], "text": texts.get(row["id"], "")})) for row in rows)
    prediction.write_text("".join(line + "\n" for line in lines))
    command = ["python3", scorer, "--truth", truth, "--pred", prediction, "--metric", METRICS[name], "--json"]
    result = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return "/".join(f"{result[key]:.3f}".removeprefix("0") for key in ("precision", "recall", "f1"))


def without_breaks(row):
    """A record without U+200B, which the words of Khmer are counted without."""
    def strip(value):
        if isinstance(value, str):
            return value.replace("\u200b", "")
        return [strip(item) for item in value] if isinstance(value, list) else value

    return {key: strip(value) for key, value in row.items()}


if __name__ == "__main__":
    main()
