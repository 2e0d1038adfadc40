"""Row errors of a whole column at a time: which rows break which rule, counted all, the first of them shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl
from django.utils.translation import gettext as _

from callcenter.files.imports.registry import Outcome, RowError
from callcenter.telephony.feeds.table import ROW

SHOWN = 1000  # errors kept; the rest is counted
WRONG_MAPPING_FROM = 20  # rows: in fewer, more than half wrong may be just that


@dataclass(frozen=True)
class Rule:
    """Rows where `broken` is true are refused: `value` (a column of the frame) stands in the file under `column`."""

    column: str
    broken: pl.Expr
    reason: str
    value: str = ""


@dataclass
class Findings:
    """What is wrong with a file."""

    errors: list[RowError] = field(default_factory=list)
    count: int = 0
    rows: int = 0  # rows with at least one error

    def put_on(self, outcome: Outcome) -> None:
        outcome.errors, outcome.error_count = self.errors, self.count
        if self.count:
            outcome.counts["rejected"] = self.rows


def findings(frame: pl.DataFrame, rules: Sequence[Rule]) -> Findings:
    """Every broken rule of every row; a rule that most rows break says that the mapping is wrong, in one sentence."""
    masks = frame.select(
        ROW, *(rule.broken.fill_null(False).alias(str(number)) for number, rule in enumerate(rules))
    )
    counts = masks.select(pl.col(str(n)).sum() for n in range(len(rules))).row(0)
    if not sum(counts):
        return Findings()
    worst = max(range(len(rules)), key=lambda n: counts[n])
    if frame.height >= WRONG_MAPPING_FROM and counts[worst] > frame.height / 2:
        return _wrong_mapping(frame, rules[worst], masks.get_column(str(worst)), counts[worst])
    found = Findings(count=sum(counts))
    found.rows = masks.select(pl.any_horizontal(pl.col(str(n)) for n in range(len(rules))).sum()).item()
    for number, rule in enumerate(rules):
        if counts[number]:
            found.errors += _errors(frame, rule, masks.get_column(str(number)))
    found.errors = sorted(found.errors, key=lambda error: error.row)[:SHOWN]
    return found


def _errors(frame: pl.DataFrame, rule: Rule, mask: pl.Series) -> list[RowError]:
    value = pl.col(rule.value).cast(pl.String) if rule.value else pl.lit("", pl.String)
    bad = frame.filter(mask).head(SHOWN).select(ROW, value.fill_null("").alias("value"))
    return [RowError(row, rule.column, rule.reason, value[:200]) for row, value in bad.iter_rows()]


def _wrong_mapping(frame: pl.DataFrame, rule: Rule, mask: pl.Series, count: int) -> Findings:
    first = _errors(frame, rule, mask)[0]
    reason = _(
        "The mapping seems wrong: %(count)s of %(rows)s rows do not fit in the column “%(column)s”; "
        "the first is row %(row)s. %(reason)s"
    ) % {
        "count": f"{count:,}",
        "rows": f"{frame.height:,}",
        "column": rule.column,
        "row": first.row,
        "reason": rule.reason,
    }
    return Findings([RowError(1, rule.column, reason, first.value)], 1, count)
