#!/usr/bin/env python3
"""Kills runs at random moments and resumes them: they must end as one that nobody disturbed.

kill.py SASTRA PIPELINE [--kills 200] [--seed 1] [--other STAGE.OPTION=VALUE] [-- options of sastra run]

With --other the folder is done first, and half of the runs that are killed have that option: what they leave is of
another pipeline.
"""
import argparse, os, random, re, shutil, signal, subprocess, sys, tempfile, time

parser = argparse.ArgumentParser()
parser.add_argument("sastra")
parser.add_argument("pipeline")
parser.add_argument("--kills", type=int, default=200)
parser.add_argument("--per-folder", type=int, default=5, help="kills before a run may end")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--other", help="an option for half of the runs that are killed, as of --set")
words = sys.argv[1:] + ["--"]
a = parser.parse_args(words[:words.index("--")])
options = words[words.index("--") + 1:-1]


def command(out):
    return [a.sastra, "run", a.pipeline, "--out", out] + options


def files(out):
    found = {}
    for folder, _, names in os.walk(out):
        for name in names:
            path = os.path.join(folder, name)
            if not name.startswith("ledger.sqlite"):
                found[os.path.relpath(path, out)] = open(path, "rb").read()
    return found


def counts(output):
    line = next(l for l in output.splitlines() if re.match(r"\d+ documents?:", l))
    return line.split(" (")[0]


base = tempfile.mkdtemp(prefix="sastra-kill-")
start = time.monotonic()
done = subprocess.run(command(base + "/whole"), capture_output=True, text=True)
length = time.monotonic() - start
whole, statistics = files(base + "/whole"), counts(done.stdout)
print(f"undisturbed: {length:.2f} s, {statistics}, {len(whole)} files", flush=True)
moments, kills, folders, wrong = random.Random(a.seed), 0, 0, 0
while kills < a.kills:
    out = f"{base}/{folders}"
    folders += 1
    left = a.per_folder
    if a.other:
        subprocess.run(command(out), capture_output=True)
    while left and kills < a.kills:
        other = ["--set", a.other] if a.other and moments.random() < 0.5 else []
        process = subprocess.Popen(command(out) + other, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(moments.uniform(0.02, length))
            if not a.other:
                break
            left -= 1
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            left -= 1
    last = subprocess.run(command(out), capture_output=True, text=True)
    found = files(out)
    if found != whole or counts(last.stdout) != statistics or last.returncode != done.returncode:
        wrong += 1
        names = sorted(k for k in found.keys() | whole.keys() if found.get(k) != whole.get(k))
        print(f"after {kills} kills: differs: {names[:5]} {last.stdout[-300:]} {last.stderr[-300:]}", flush=True)
    if "is not as the run wrote it" in last.stderr:
        wrong += 1
        print(f"after {kills} kills: taken for edited: {last.stderr[:300]}", flush=True)
    shutil.rmtree(out)
print(f"{kills} kills, {folders} runs, {wrong} that ended otherwise")
shutil.rmtree(base)
sys.exit(wrong > 0)
