"""The measures of the development data: 4-gram overlap, word overlap, snippets."""
import re
from collections import Counter, defaultdict

WORD = re.compile(r"\w+")


def grams(text):
    words = WORD.findall(text or "")
    if not words:
        return Counter()
    if len(words) <= 4:
        return Counter([tuple(words)])
    return Counter(zip(words, words[1:], words[2:], words[3:]))


def counts(true, found):
    same = sum((true & found).values())
    return same, sum(found.values()) - same, sum(true.values()) - same


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def means(rows):
    """Precision and recall averaged over pages, and the harmonic mean of the two."""
    ps = [a / (a + b) for a, b, _ in rows if a + b]
    rs = [a / (a + c) for a, _, c in rows if a + c]
    p, r = sum(ps) / max(1, len(ps)), sum(rs) / max(1, len(rs))
    return p, r, f1(p, r)


def words(true, found):
    t, q = Counter(WORD.findall((true or "").lower())), Counter(WORD.findall((found or "").lower()))
    if not t or not q:
        return (1.0 if not t and not q else 0.0,) * 3
    a, b, c = counts(t, q)
    p, r = a / (a + b), a / (a + c)
    return p, r, f1(p, r)


def fold(text):
    return " ".join((text or "").split())


def report(pages, predictions):
    """Prints a line for each set, page type, and language and kind."""
    shingles, bags, snippets = defaultdict(list), defaultdict(list), [0, 0, 0]
    for page in pages:
        truth, found = page["truth"], predictions[page["file"]]
        if page["set"] == "snippets":
            text = fold(found)
            hits = sum(fold(s) in text for s in truth["with"])
            snippets[0] += hits
            snippets[1] += sum(fold(s) in text for s in truth["without"])
            snippets[2] += len(truth["with"]) - hits
        elif page["set"] == "pagetypes":
            row = words(truth["text"], found)
            bags["page types"].append(row)
            bags["  " + page["type"]].append(row)
        else:
            row = counts(grams((truth["text"] or "").replace("\u200b", "")), grams(found.replace("\u200b", "")))
            name = "articles" if page["set"] == "articles" else truth["language"] + " " + truth["kind"]
            shingles[name].append(row)
    print("%-18s %5s %7s %7s %7s" % ("set", "pages", "P", "R", "F1"))
    for name in sorted(shingles):
        print("%-18s %5d %7.4f %7.4f %7.4f" % ((name, len(shingles[name])) + means(shingles[name])))
    a, b, c = snippets
    if a:
        print("%-18s %5s %7.4f %7.4f %7.4f" % ("snippets", "", a / (a + b), a / (a + c), 2 * a / (2 * a + b + c)))
    for name in sorted(bags, key=lambda n: (n.startswith(" "), n)):
        rows = bags[name]
        print("%-18s %5d %7.4f %7.4f %7.4f" % ((name, len(rows)) + tuple(
            sum(row[i] for row in rows) / len(rows) for i in range(3))))
