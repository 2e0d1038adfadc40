"""Full-text search of Chinese and English on plain PostgreSQL: no dictionary, no extension, no parser of the server's locale.

Writing without spaces (Han, kana, Hangul) is cut into overlapping pairs of characters, each at its place, so that
退款延误 is found by 退款 and 延误 standing behind one another: never in 延误退款. A single character is found by the pairs that
it begins, and by itself at the end of its run. Words of other scripts lose case, accents and their plural and are found
by their beginning; references (KS-202611-0007) are found whole, by their beginning, with or without their separators,
and by each of their parts. The lexemes are written as `tsvector` and `tsquery` literals of letters and digits alone:
nothing that somebody types is read as an operator.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Case, Func, OuterRef, Q, QuerySet, When
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

# Limits of PostgreSQL: a place above 16,383 counts as that one, 256 places of a lexeme are kept, a vector holds 1 MB.
LAST_PLACE = 16_383
PLACES_KEPT = 256
BYTES_KEPT = 900_000
LONGEST = 64  # characters of a word that are compared
MOST_TERMS = 24  # terms of a question that are asked for
EXCERPT = 120  # characters
FEW = 5_000  # rows that are sorted rather than walked
SAMPLE = 1_000  # of the rows in the order of the page, that are compared first
OFTEN = 60  # hits among them: a page is filled before long

Rows = TypeVar("Rows", bound=QuerySet[Any])

# Han with its extensions, kana, Hangul; 々 and 〇 among them.
UNSPACED = (
    "\u3005\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
KANA_MARKS = "\u3099\u309a"  # が is か with a mark of its own: another letter, not an accent
LETTER = rf"[^\W_{UNSPACED}]"  # or a digit
SEPARATOR = r"['’\-_./#@:]"
PIECE = re.compile(rf"(?P<run>[{UNSPACED}]+)|(?P<word>{LETTER}+(?:{SEPARATOR}{LETTER}+)*)")
PART = re.compile(rf"{LETTER}+")
POSSESSIVE = re.compile(rf"['’]s(?!{LETTER})")
# Words that every text holds: not asked for beside others.
COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "she",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "which",
        "with",
        "you",
        "your",
    ]
)


def fold(text: str) -> str:
    """Letters as they are compared: full and half width alike, no case, no accents; traditional characters stay so."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    bare = (
        sign
        for sign in unicodedata.normalize("NFKD", folded)
        if not unicodedata.combining(sign) or sign in KANA_MARKS
    )
    return unicodedata.normalize("NFKC", "".join(bare))


@dataclass(frozen=True)
class Piece:
    """A run of unspaced writing, a word, or a reference whose `parts` separators divide."""

    text: str  # folded, a reference without its separators
    parts: tuple[str, ...] = ()

    @property
    def is_run(self) -> bool:
        return not self.parts

    @property
    def is_reference(self) -> bool:
        """Several parts or digits: it has no plural, and is asked for whole."""
        return any(sign.isdigit() for sign in self.text)


def pieces(text: str) -> Iterator[Piece]:
    """What the text is made of, in order."""
    for found in PIECE.finditer(POSSESSIVE.sub("", fold(text))):
        if run := found["run"]:
            yield Piece(run)
        else:
            word = found["word"].replace("'", "").replace("’", "")
            parts = tuple(part[:LONGEST] for part in PART.findall(word))
            yield Piece("".join(parts)[:LONGEST], parts)


def stem(word: str) -> str:
    """The word without its English plural (Harman's S-stemmer)."""
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else word[:-3] + "y"
    if word.endswith("es"):
        return word if word.endswith(("aes", "ees", "oes")) else word[:-1]
    if word.endswith("s"):
        return word if word.endswith(("us", "ss")) else word[:-1]
    return word


def _word(part: str) -> str:
    return stem(part) if part.isalpha() else part


def pairs(run: str) -> list[str]:
    """Overlapping pairs of a run's characters, and its last character alone."""
    return [run[at : at + 2] for at in range(len(run))]


def placed(text: str) -> Iterator[tuple[str, int]]:
    """Every lexeme of the text with its place, counted from 1; a reference and its first part share one."""
    place = 1
    for piece in pieces(text):
        if piece.is_run:
            for lexeme in pairs(piece.text):
                yield lexeme, place
                place += 1
        else:
            if len(piece.parts) > 1:
                yield piece.text, place
            for part in piece.parts:
                yield _word(part), place
                place += 1
        place += 1  # what a sign or a space divides stands not side by side


def tokens(text: str) -> list[str]:
    """The lexemes of the text, in order and as often as they come."""
    return [lexeme for lexeme, _place in placed(text)]


def vector(*texts: str) -> str:
    """What a SearchVectorField holds of these texts. No phrase runs from one text into the next."""
    places: dict[str, list[int]] = {}
    size = first = 0
    for text in texts:
        last = first
        for lexeme, place in placed(text):
            last = min(first + place, LAST_PLACE)
            kept = places.get(lexeme)
            cost = 2 if kept else len(lexeme.encode()) + 8
            if size + cost > BYTES_KEPT:
                break
            if kept is None:
                places[lexeme] = [last]
            elif len(kept) < PLACES_KEPT and kept[-1] != last:
                kept.append(last)
            else:
                continue
            size += cost
        first = last + 1
    return " ".join(f"'{lexeme}':{','.join(map(str, at))}" for lexeme, at in places.items())


class Question(SearchQuery):
    """A tsquery literal, read by PostgreSQL as it stands: a SearchQuery would send its words through the parser again."""

    template = "%(expressions)s::tsquery"

    def __init__(self, literal: str) -> None:
        super().__init__(literal, search_type="raw")


def literal(text: str) -> str:
    """The tsquery for what somebody typed: every term must be found. Empty where it has no letter and no digit."""
    found = list(dict.fromkeys(pieces(text)))
    asked = [piece for piece in found if piece.text not in COMMON] or found
    return " & ".join(_term(piece) for piece in asked[:MOST_TERMS])


def _term(piece: Piece) -> str:
    if piece.is_run:
        return _phrase(piece.text)
    if piece.is_reference:
        return f"'{piece.text}'{':*' if len(piece.text) > 2 else ''}"
    return " & ".join(f"'{_word(part)}'{':*' if len(part) > 1 else ''}" for part in piece.parts)


def _phrase(run: str) -> str:
    """The run's pairs side by side. All of them, though every second would do: the pair across a border is what a text
    with the same words in another order does not have, and so the index alone leaves hardly any row to be read in vain.
    """
    if len(run) == 1:
        return f"'{run}':*"
    wanted = pairs(run[:LONGEST])[:-1]
    joined = " <-> ".join(f"'{pair}'" for pair in wanted)
    return f"({joined})" if len(wanted) > 1 else joined


def query(text: str) -> Question:
    """What somebody typed, to be compared with a SearchVectorField: `filter(search=query("退款 refund"))`.

    Any text will do; one without a letter or digit finds nothing.
    """
    return Question(literal(text))


class Compared(Func):
    """Whether the field of a row holds what is asked; no where nothing was ever kept of it."""

    template = "COALESCE(%(expressions)s, false)"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, field: str, asked: Question) -> None:
        super().__init__(field, asked)


def matching(
    rows: Rows,
    text: str,
    *,
    field: str = "search",
    order: tuple[str, ...] = ("-pk",),
    also: Iterable[int] = (),
) -> Rows:
    """Of the rows those that hold every term, to be ordered and cut into pages as one likes. Asks the database once, or
    three times. `also` are keys that the text names otherwise, such as by a number: they are found as well.

    PostgreSQL takes words that come together for independent, believes that a few rows match where half of them do,
    and reads those half million to sort out a page of the newest. So the first SAMPLE rows in the `order` of the page are
    compared. Where these are all there are, the hits among them are the answer. Where many of them match, walking the rows
    in that order soon fills a page. Else the words are rare: the first FEW keys of the index of words are read, whosever
    rows they are. When there are no more, those among the rows are the answer, and when there are more, the rows are walked
    as well.
    """
    asked, known, also = query(text), rows.model._default_manager, list(also)
    sample: QuerySet[Any] = known.filter(pk__in=rows.order_by(*order).values("pk")[:SAMPLE])
    compared = list(sample.order_by().values_list("pk", Compared(field, asked)))
    hits = [key for key, is_hit in compared if is_hit]
    if len(compared) < SAMPLE:
        return rows.filter(pk__in=[*hits, *also])
    words: QuerySet[Any] = known.filter(**{field: asked})
    if len(hits) < OFTEN:
        found = list(words.order_by().values_list("pk", flat=True)[: FEW + 1])
        if len(found) <= FEW:
            among = rows.order_by().filter(pk__in=[*found, *also])
            return rows.filter(pk__in=list(among.values_list("pk", flat=True)))
    return rows.filter(Q(_looked_at(words)) | Q(pk__in=also) if also else _looked_at(words))


def _looked_at(words: QuerySet[Any]) -> Case:
    """Whether a row is among those, asked row by row: a condition that PostgreSQL can neither turn round nor guess, so that it
    walks the rows in their order and reads a row only when all else is true of it.
    """
    this = When(pk__in=words.order_by().filter(pk=OuterRef("pk")).values("pk"), then=True)
    return Case(this, default=False, output_field=BooleanField())


def highlight(text: str, asked: str) -> SafeString:
    """The text with what was asked for in <mark>; escaped."""
    return _marked(text, _hits(text, asked))


def excerpt(text: str, asked: str, width: int = EXCERPT) -> SafeString:
    """A line of about `width` characters around the first hit, marked; the beginning where nothing is hit."""
    line = " ".join(text.split())
    hits = _hits(line, asked)
    start = max(0, hits[0][0] - width // 3) if hits else 0
    if start < width // 4 or len(line) <= width:
        start = 0
    part = line[start : start + width]
    within = [
        (max(a, start) - start, min(b, start + width) - start)
        for a, b in hits
        if b > start and a < start + width
    ]
    return format_html(
        "{}{}{}",
        "…" if start else "",
        _marked(part, within),
        "…" if start + width < len(line) else "",
    )


def _marked(text: str, hits: list[tuple[int, int]]) -> SafeString:
    found, last = [], 0
    for start, end in hits:
        found += [conditional_escape(text[last:start]), format_html("<mark>{}</mark>", text[start:end])]
        last = end
    found.append(conditional_escape(text[last:]))
    return SafeString("".join(found))


def _hits(text: str, asked: str) -> list[tuple[int, int]]:
    """Where in the text the terms stand: (start, end), in order and without overlap."""
    terms = [_pattern(piece) for piece in dict.fromkeys(pieces(asked)) if piece.text not in COMMON]
    if not terms:
        return []
    signs = [(sign, at) for at, original in enumerate(text) for sign in fold(original)]
    folded = "".join(sign for sign, _at in signs)
    hits: list[tuple[int, int]] = []
    for found in re.finditer("|".join(terms[:MOST_TERMS]), folded):
        start, end = signs[found.start()][1], signs[found.end() - 1][1] + 1
        if not hits or start >= hits[-1][1]:  # ¼ is one sign of several letters
            hits.append((start, end))
    return hits


def _pattern(piece: Piece) -> str:
    """What finds the piece in a folded text."""
    if piece.is_run:
        return re.escape(piece.text)
    if piece.is_reference:
        return rf"(?<!{LETTER})" + rf"{SEPARATOR}?".join(map(re.escape, piece.text))
    return "|".join(rf"(?<!{LETTER}){re.escape(_word(part))}{LETTER}*" for part in piece.parts)
