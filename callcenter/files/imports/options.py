"""How a file is written where it does not say so itself: what people may state beside the columns of a mapping."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.objections import Objection, define

Text = str | Promise


class OptionKind(StrEnum):
    """What an option holds."""

    TEXT = "text"
    CHOICE = "choice"  # one of `choices`
    LIST = "list"  # texts, one per line
    PAIRS = "pairs"  # "AGENT = answered", one per line; the right side is one of `choices`
    DATE = "date"  # ISO text


@dataclass(frozen=True)
class Option:
    """One thing to state. A key with a point ("constants.queue") is kept inside the object before the point.

    `default` is only the word for what an empty field means; the importer decides what that does.
    """

    key: str
    label: Text
    kind: OptionKind = OptionKind.TEXT
    choices: tuple[tuple[str, Text], ...] = ()
    default: Text = ""
    help: Text = ""

    @property
    def name(self) -> str:
        """What its field is called in a form."""
        return f"option_{self.key.replace('.', '_')}"

    def value_in(self, options: dict[str, Any]) -> Any:
        """The stated value; None when nothing is stated."""
        outer, point, inner = self.key.partition(".")
        found = options.get(outer)
        return (found or {}).get(inner) if point else found

    def as_text(self, options: dict[str, Any]) -> str:
        """The stated value as its field shows it."""
        value = self.value_in(options)
        if value in (None, "", [], {}):
            return ""
        if self.kind is OptionKind.LIST:
            return "\n".join(value)
        if self.kind is OptionKind.PAIRS:
            labels = {key: str(label) for key, label in self.choices}
            return "\n".join(f"{word} = {labels.get(meaning, meaning)}" for word, meaning in value.items())
        return str(value)


ENCODING = Option(
    "encoding",
    _("Characters"),
    OptionKind.CHOICE,
    (
        ("utf-8", "UTF-8"),
        ("gb18030", "GB18030 (GBK, GB 2312)"),
        ("utf-16", "UTF-16"),
        ("big5", "Big5"),
        ("cp1252", "Windows-1252"),
    ),
    default=_("found out from the file"),
)
DELIMITER = Option(
    "delimiter",
    _("Between two values stands"),
    OptionKind.CHOICE,
    ((",", _("a comma")), (";", _("a semicolon")), ("\t", _("a tab")), ("|", _("a vertical bar"))),
    default=_("found out from the file"),
)
SHEET = Option("sheet", _("Sheet of the workbook"), default=_("the first"))
WRITTEN_AS = (ENCODING, DELIMITER, SHEET)  # these decide which columns there are


def written_as(options: dict[str, Any]) -> dict[str, Any]:
    """Those options that decide how the file's rows and columns are read at all; for tabular's readers."""
    return {option.key: options[option.key] for option in WRITTEN_AS if options.get(option.key)}


def stated(declared: tuple[Option, ...], texts: dict[str, str]) -> dict[str, Any]:
    """Options from the fields' texts; empty ones are left out. What does not fit stays as it is, for `objections`."""
    found: dict[str, Any] = {}
    for option in declared:
        text = texts.get(option.name, "")
        value = text if option.kind is OptionKind.CHOICE else _value(option, text.strip())
        if not value:
            continue
        outer, point, inner = option.key.partition(".")
        if point:
            found.setdefault(outer, {})[inner] = value
        else:
            found[outer] = value
    return found


def _value(option: Option, text: str) -> Any:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if option.kind is OptionKind.LIST:
        return lines
    if option.kind is OptionKind.PAIRS:
        meanings = {str(label).casefold(): key for key, label in option.choices}
        pairs = [line.rpartition("=") for line in (line.replace("＝", "=") for line in lines)]
        return {
            word.strip() or meaning.strip(): meanings.get(meaning.strip().casefold(), meaning.strip())
            for word, _sign, meaning in pairs
        }
    return text


def objections(declared: tuple[Option, ...], options: dict[str, Any]) -> list[Objection]:
    """Every reason against these options: not known here, or not of the kind that they should be."""
    by_key = {option.key: option for option in declared}
    found = []
    for key, value in _flat(
        options, {option.key.partition(".")[0] for option in declared if "." in option.key}
    ):
        option = by_key.get(key)
        if option is None:
            known = ", ".join(sorted(by_key))
            found.append(Objection("files.option_unknown", {"option": key, "known": known}, field=key))
        elif value not in (None, "", [], {}) and (code := _wrong(option, value)):
            figures = {
                "option": str(option.label),
                "value": _shown(option, value),
                "choices": ", ".join(str(label) for _key, label in option.choices),
            }
            found.append(Objection(code, figures, field=option.name))
    return found


def _flat(options: dict[str, Any], outers: set[str]) -> list[tuple[str, Any]]:
    found = []
    for key, value in options.items():
        if key in outers and isinstance(value, dict):
            found += [(f"{key}.{inner}", part) for inner, part in value.items()]
        else:
            found.append((key, value))
    return found


def _wrong(option: Option, value: Any) -> str:
    """The code of what is wrong with a value; empty when nothing is."""
    keys = {key for key, _label in option.choices}
    if option.kind is OptionKind.LIST:
        fits = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
        return "" if fits and (not keys or set(value) <= keys) else "files.option_kind"
    if option.kind is OptionKind.PAIRS:
        if not isinstance(value, dict):
            return "files.option_kind"
        fits = all(isinstance(meaning, str) and meaning in keys for meaning in value.values())
        return "" if fits else "files.option_pairs"
    if not isinstance(value, str):
        return "files.option_kind"
    if option.kind is OptionKind.CHOICE:
        return "" if value in keys else "files.option_choice"
    if option.kind is OptionKind.DATE:
        return "" if _is_date(value) else "files.option_date"
    return ""


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shown(option: Option, value: Any) -> str:
    if option.kind is OptionKind.PAIRS and isinstance(value, dict):
        keys = {key for key, _label in option.choices}
        wrong = [(word, meaning) for word, meaning in value.items() if meaning not in keys]
        return ", ".join(f"{word} = {meaning}" for word, meaning in wrong)[:200]
    return str(value)[:200]


define(
    {
        "files.option_unknown": _("There is no option “%(option)s” here. There are: %(known)s."),
        "files.option_choice": _("%(option)s: “%(value)s” is none of these: %(choices)s."),
        "files.option_date": _("%(option)s: “%(value)s” is no date; write it as 2026-11-21."),
        "files.option_kind": _("%(option)s: “%(value)s” is not of the right kind."),
        "files.option_pairs": _(
            "%(option)s: “%(value)s” does not fit. Write one per line with an equals sign; after it comes one of these: %(choices)s."
        ),
    }
)
