#!/usr/bin/env python3
"""Runs under hardship, each then run again without it: it must end as a run that nobody disturbed, and leave no file of
its own beside. A full disk (a small tmpfs), a folder that cannot be written, a ledger that another holds locked, a clock
that was set back. Needs root for the mounts, and a C compiler for the clock.

disturbed.py SASTRA PIPELINE [-- options of sastra run]
"""
import argparse, os, shutil, sqlite3, subprocess, sys, tempfile

parser = argparse.ArgumentParser()
parser.add_argument("sastra")
parser.add_argument("pipeline")
words = sys.argv[1:] + ["--"]
a = parser.parse_args(words[:words.index("--")])
options = words[words.index("--") + 1:-1]
base = tempfile.mkdtemp(prefix="sastra-disturbed-")
wrong = 0
CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*next)(clockid_t, struct timespec *);
  if (!next) next = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = next(clock, time);
  if (clock == CLOCK_REALTIME) time->tv_sec -= 86400;
  return result;
}
"""


def run(out, **environment):
    return subprocess.run([a.sastra, "run", a.pipeline, "--out", out] + options, capture_output=True, text=True,
                          env=os.environ | environment)


def files(out):
    found = {}
    for folder, _, names in os.walk(out):
        for name in names:
            if not name.startswith("ledger.sqlite"):
                path = os.path.join(folder, name)
                found[os.path.relpath(path, out)] = open(path, "rb").read()
    return found


def counts(output):
    return next((line for line in output.splitlines() if " documents: " in line), "").split(" (")[0]


def judge(label, disturbed, codes, out):
    """Holds the run that follows a disturbed one against the undisturbed."""
    global wrong
    last = run(out)
    problems = []
    if disturbed.returncode not in codes:
        problems.append(f"ended with {disturbed.returncode}: {disturbed.stderr[-200:]}")
    if files(out) != whole:
        problems.append(f"other files: {sorted(k for k in files(out).keys() ^ whole.keys())[:5]}")
    if counts(last.stdout) != statistics:
        problems.append(f"other counts: {last.stdout[-200:]} {last.stderr[-200:]}")
    if "is not as the run wrote it" in last.stderr:
        problems.append("taken for edited")
    wrong += bool(problems)
    said = disturbed.stderr.strip().splitlines()[-1:] or [""]
    print(f"{label}: code {disturbed.returncode}, {'; '.join(problems) or 'right afterwards'}: {said[0][:110]}", flush=True)


done = run(base + "/whole")
whole, statistics = files(base + "/whole"), counts(done.stdout)
size = sum(map(len, whole.values()))
print(f"undisturbed: {statistics}, {len(whole)} files, {size} bytes")
mount = base + "/disk"
os.makedirs(mount)
for step in range(1, 21):
    kilobytes = max(40, int(step * 2.5 * size / 20 / 1024))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", mount], check=True)
    full = run(mount + "/out")
    subprocess.run(["mount", "-o", f"remount,size={16 * size + (64 << 20)}", mount], check=True)
    judge(f"disk of {kilobytes} KB", full, (0, 3), mount + "/out")
    subprocess.run(["umount", mount], check=True)
out = base + "/out"
os.makedirs(out)
for label, prepare in [("new", lambda: None), ("done before", lambda: run(out))]:
    prepare()
    subprocess.run(["mount", "--bind", out, out], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", out], check=True)
    refused = run(out)
    subprocess.run(["umount", out], check=True)
    judge(f"read-only folder, {label}", refused, (3,), out)
other = sqlite3.connect(out + "/ledger.sqlite", isolation_level=None)
other.execute("BEGIN EXCLUSIVE")
refused = run(out)
other.execute("ROLLBACK")
other.close()
judge("locked ledger", refused, (75,), out)
with open(base + "/clock.c", "w") as source:
    source.write(CLOCK)
subprocess.run(["cc", "-shared", "-fPIC", "-o", base + "/clock.so", base + "/clock.c", "-ldl"], check=True)
judge("clock set back a day", run(out, LD_PRELOAD=base + "/clock.so"), (done.returncode,), out)
shutil.rmtree(out)
judge("clock set back a day, new", run(out, LD_PRELOAD=base + "/clock.so"), (done.returncode,), out)
print(f"{wrong} that ended otherwise")
shutil.rmtree(base)
sys.exit(wrong > 0)
