"""Which leaves of a page belong to its main content: aligns the true text with the leaves."""
import bisect
import re
from collections import defaultdict

WORD = re.compile(r"\w+")


def tokens(text):
    return WORD.findall(text.lower())


def chain(matches):
    """The heaviest chain of matches (page place, true place, length) ascending in both places."""
    keys = sorted({m[1] + m[2] for m in matches})
    tree = [(0, -1)] * (len(keys) + 1)
    best, before = [0] * len(matches), [-1] * len(matches)

    def top(count):
        result = (0, -1)
        while count > 0:
            result = max(result, tree[count])
            count -= count & -count
        return result

    order = sorted(range(len(matches)), key=lambda i: matches[i][0])
    waiting = []
    at = 0
    ends = sorted(range(len(matches)), key=lambda i: matches[i][0] + matches[i][2])
    for i in order:
        start, true, length = matches[i]
        while at < len(ends) and matches[ends[at]][0] + matches[ends[at]][2] <= start:
            j = ends[at]
            k = bisect.bisect_left(keys, matches[j][1] + matches[j][2]) + 1
            value = (best[j], j)
            while k < len(tree):
                if value > tree[k]:
                    tree[k] = value
                k += k & -k
            at += 1
        weight, last = top(bisect.bisect_right(keys, true))
        best[i], before[i] = weight + length * length, last
    if not matches:
        return []
    i = max(range(len(matches)), key=lambda i: best[i])
    result = []
    while i >= 0:
        result.append(matches[i])
        i = before[i]
    return result[::-1]


def runs(leaf, true, places, cap=40):
    """Maximal runs of tokens of a leaf that stand in the true text; runs of one word only for whole leaves."""
    found = []
    i = 0
    while i < len(leaf):
        best = []
        for j in places.get(leaf[i], ())[:cap * 5]:
            if i > 0 and j > 0 and leaf[i - 1] == true[j - 1]:
                continue
            k = 0
            while i + k < len(leaf) and j + k < len(true) and leaf[i + k] == true[j + k]:
                k += 1
            if k >= 4 or k == len(leaf):
                best.append((i, j, k))
        best.sort(key=lambda m: -m[2])
        found += best[:cap]
        i += 1
    return found


def shares(leaves, text):
    """For each leaf (a list of tokens) the share of its tokens that the true text holds, in order."""
    true = tokens(text)
    places = defaultdict(list)
    for j, word in enumerate(true):
        places[word].append(j)
    matches, owner, at = [], [], 0
    for n, leaf in enumerate(leaves):
        for i, j, k in runs(leaf, true, places):
            matches.append((at + i, j, k))
        owner += [n] * len(leaf)
        at += len(leaf)
    kept = [0] * len(leaves)
    best = chain(matches)
    for n, (i, j, k) in enumerate(best):
        if k <= 3:  # a short run counts only beside another one
            near = n > 0 and j - (best[n - 1][1] + best[n - 1][2]) <= 4
            near = near or (n + 1 < len(best) and best[n + 1][1] - (j + k) <= 4)
            if not near:
                continue
        kept[owner[i]] += k
    grams = {tuple(true[i:i + 5]) for i in range(len(true) - 4)}
    result = []
    for leaf, count in zip(leaves, kept):
        share = count / len(leaf) if leaf else 0
        if len(leaf) >= 12 and share < 0.5:  # text in another order than in the page
            own = [tuple(leaf[i:i + 5]) for i in range(len(leaf) - 4)]
            share = max(share, sum(g in grams for g in own) / len(own))
        result.append(share)
    return result
