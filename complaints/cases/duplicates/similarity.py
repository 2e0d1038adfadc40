"""How alike two texts are, in Chinese and in Latin letters: pure, without a dictionary and without a language to choose.

A text becomes a set of terms: pairs of neighbouring characters of every run of Chinese, Japanese or Korean, whole words
of everything else (lower case, full width made half, accents kept, words of two letters or fewer left out unless they
hold a digit). With A and B the sets of two texts:

    likeness = 2 · |A ∩ B| / (|A| + |B|)                      (Dice)
    held     = 0.9 · |A ∩ B| / min(|A|, |B|)                  (a short text that stands whole in a long one)

The answer is the larger of the two in percent, `held` only where the shorter text has at least `ENOUGH` terms.
"""

import re
import unicodedata

HELD = 0.9
ENOUGH = 8  # terms: two short texts that share a phrase are not the same matter
MOST = 20_000  # characters of a text that are looked at

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0002fa1f"
_RUNS = re.compile(f"([{_CJK}]+)|([^\\W_{_CJK}]+)")


def normalise(text: str) -> str:
    """Compatibility forms made plain (Ａ is a, ﬁ is fi), in lower case."""
    return unicodedata.normalize("NFKC", text[:MOST]).casefold()


def terms(text: str) -> frozenset[str]:
    """The pairs and words of a text."""
    found: set[str] = set()
    for run, word in _RUNS.findall(normalise(text)):
        if word:
            if len(word) > 2 or any(character.isdigit() for character in word):
                found.add(word)
        elif len(run) == 1:
            found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)


def likeness_pct(one: frozenset[str], other: frozenset[str]) -> int:
    """How alike two sets of terms are, 0 to 100; 0 where one of them is empty."""
    if not one or not other:
        return 0
    shared = len(one & other)
    alike = 2 * shared / (len(one) + len(other))
    shorter = min(len(one), len(other))
    if shorter >= ENOUGH:
        alike = max(alike, HELD * shared / shorter)
    return round(100 * alike)


def similarity_pct(one: str, other: str) -> int:
    """How alike two texts are, 0 to 100."""
    return likeness_pct(terms(one), terms(other))
