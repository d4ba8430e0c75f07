#!/usr/bin/env python3
"""Times the runner itself on many small documents that it makes: first run, second run, one with a hundredth
of the documents changed, peak memory, and what a second core gives. Short runs are held against the mean of two
first runs, one before them and one after: a machine grows slower under load.

run.py SASTRA [--documents 100000] [--words 120] [--memory 10000,1000000] [--repeat 5]
"""
import argparse, json, os, random, resource, shutil, subprocess, sys, tempfile, time

parser = argparse.ArgumentParser()
parser.add_argument("sastra")
parser.add_argument("--documents", type=int, default=100_000)
parser.add_argument("--words", type=int, default=120, help="words of a document, in sentences of 60")
parser.add_argument("--memory", default="10000,1000000", help="numbers of documents whose peak memory is compared")
parser.add_argument("--repeat", type=int, default=5, help="how often short runs are made; the middle one counts")
parser.add_argument("--folder", help="where to work; a temporary folder unless given")
parser.add_argument("--isolation", action="store_true", help="also with stages in processes of their own")
a = parser.parse_args()
a.sastra = os.path.abspath(a.sastra)
WORDS = ("làng sông núi người dân nước ruộng lúa chợ thuyền mưa nắng gió đường nhà trường học sinh thầy giáo năm "
         "tháng ngày đêm Hà Nội Huế Phnom Penh").split()
STAGES = """stages:
  - detect-language
  - normalize-vietnamese
  - normalize-khmer
  - tag-entities: { gazetteers: [general] }
  - detect-duplicates: { action: mark }
write:
  - write-tei: { directory: tei }
  - write-json-lines
"""


def text(number, salt=0):
    words = random.Random(number * 2 + salt)
    return f"Bài {number}\n" + ".\n".join(" ".join(words.choice(WORDS) for _ in range(60)) for _ in range(a.words // 60)) + ".\n"


def page(folder, number, salt=0):
    with open(f"{folder}/{number // 1000:04}/{number:07}.txt", "w") as file:
        file.write(text(number, salt))


def pages(folder, count):
    for number in range(count):
        if number % 1000 == 0:
            os.makedirs(f"{folder}/{number // 1000:04}", exist_ok=True)
        page(folder, number)


def pipeline(name, read, rest=STAGES):
    with open(name, "w") as file:
        file.write(f"name: bench\nread:\n  {read}\n{rest}")
    return name


def run(label, *arguments):
    """Seconds, processor seconds and peak megabytes of a call."""
    start = time.monotonic()
    process = subprocess.Popen([a.sastra, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    seconds = time.monotonic() - start
    processor = usage.ru_utime + usage.ru_stime
    print(f"{label:34} {seconds:9.2f} s {processor:9.2f} s of processor {usage.ru_maxrss / 1024:8.1f} MB", flush=True)
    if status:
        sys.exit(f"{label}: ended with {status}")
    return seconds, processor, usage.ru_maxrss / 1024


def middle(measure):
    """The middle by the clock of some runs: a short one is easily disturbed by another machine of the same host."""
    return sorted(measure(number) for number in range(1, 2 * a.repeat, 2))[a.repeat // 2]


base = a.folder or tempfile.mkdtemp(prefix="sastra-bench-")
os.makedirs(base, exist_ok=True)
os.chdir(base)
n = a.documents
pages("pages", n)
time.sleep(3)  # A file changed in the last two seconds is not told by its times.
file = pipeline("pages.yaml", "read-files: { path: pages }")
first = run(f"{n} documents, first run", "run", file, "--out", "out", "--quiet")
second = middle(lambda _: run("second run", "run", file, "--out", "out", "--quiet"))


def run_changed(salt):
    for number in range(0, n, 100):
        page("pages", number, salt)
    time.sleep(3)
    return run("1 % changed", "run", file, "--out", "out", "--quiet")


changed = middle(run_changed)
# In a folder that stays until the end: ext4 passes over each inode that was freed a short while ago.
last = run(f"{n} documents, first run again", "run", file, "--out", "again", "--quiet")
clock, processor = ((first[kind] + last[kind]) / 200 for kind in (0, 1))
print(f"second run: {second[1] / processor:.2f} % of the first, 1 % changed: {changed[1] / processor:.2f} % "
      f"(processor time); {second[0] / clock:.2f} and {changed[0] / clock:.2f} % by the clock")
size = sum(os.path.getsize(f"out/{name}") for name in os.listdir("out") if name.startswith("ledger"))
print(f"ledger and contributions: {size / n:.0f} bytes a document")
few = min(n, 5000)
pages("few", few)
file = pipeline("few.yaml", "read-files: { path: few }")
one = run(f"{few} documents, one worker", "run", file, "--out", "one", "--quiet", "--workers", "1")
two = run(f"{few} documents, two workers", "run", file, "--out", "two", "--quiet", "--workers", "2")
print(f"two workers: {one[0] / two[0]:.2f} times one")
if a.isolation:
    apart = run("one worker, isolated", "run", file, "--out", "apart", "--quiet", "--workers", "1", "--isolation", "process")
    print(f"isolation: {1e6 * (apart[0] - one[0]) / few:.0f} microseconds a document")
with open("lines.jsonl", "w") as lines:
    for number in range(few):
        lines.write(json.dumps({"id": f"d{number:07}", "text": text(number)}, ensure_ascii=False) + "\n")
file = pipeline("lines.yaml", "read-json-lines: { path: lines.jsonl }", "stages: []\nwrite:\n  - write-json-lines\n")
whole = run("no stage, one worker", "run", file, "--out", "lines", "--quiet", "--workers", "1")
start = resource.getrusage(resource.RUSAGE_CHILDREN)
with open("lines.jsonl") as source, open("filtered.jsonl", "w") as target:
    subprocess.run([a.sastra, "filter", file, "--workers", "1"], stdin=source, stdout=target, check=True)
end = resource.getrusage(resource.RUSAGE_CHILDREN)
filtered = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
print(f"runner's own: {1e6 * (whole[1] - filtered) / few:.0f} microseconds a document over filter, "
      f"{1e6 * whole[1] / few:.0f} with reading and writing the line")
peaks = []
for count in map(int, a.memory.split(",")):
    with open("many.jsonl", "w") as lines:
        for number in range(count):
            lines.write(json.dumps({"id": f"d{number:07}", "text": f"Bài {number} về làng"}, ensure_ascii=False) + "\n")
    file = pipeline("many.yaml", "read-json-lines: { path: many.jsonl }", "stages: []\nwrite:\n  - write-json-lines\n")
    peaks.append(run(f"{count} small documents", "run", file, "--out", f"many-{count}", "--quiet")[2])
    shutil.rmtree(f"many-{count}")
print(f"peak memory: {peaks[-1] / peaks[0]:.2f} times")
shutil.rmtree("out")
shutil.rmtree("again")
if not a.folder:
    shutil.rmtree(base)
