"""Balances of leave in from a file: each row says what somebody has left of a kind; the difference is booked."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, require, scope, user_of
from callcenter.audit import services as audit
from callcenter.files.imports.options import WRITTEN_AS, Option, written_as
from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, RowError, Source, Target
from callcenter.people.models import Employee, Site
from callcenter.tabular.cells import restored
from callcenter.tabular.reading import as_text, open_table
from staffing.leave import access
from staffing.leave.ledger import ZERO, EntryKind
from staffing.leave.models import SUBJECT, LeaveKind, LedgerEntry
from staffing.leave.sentences import quantity

DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
MOST = Decimal(999)
PREVIEW_ROWS = 20
ERRORS_KEPT = 10_000
COLUMNS = (
    Target("number", gettext_lazy("Employee number"), True, "", "SH-A01"),
    Target("kind", gettext_lazy("Type"), True, gettext_lazy("Code or name of the kind of leave."), "annual"),
    Target(
        "left", gettext_lazy("Balance"), True, gettext_lazy("What is left, in the unit of the type."), "4.5"
    ),
    Target(
        "expires_on",
        gettext_lazy("Expires"),
        False,
        gettext_lazy("For leave that is granted; written as 2027-01-01."),
        "2027-01-01",
    ),
    Target("note", gettext_lazy("Reason"), False, gettext_lazy("Stands in the ledger."), "Taken over"),
)
SYNONYMS = {
    "number": ("employee number", "number", "工号"),
    "kind": ("type", "kind", "leave", "类型", "假别"),
    "left": ("balance", "left", "余额", "剩余"),
    "expires_on": ("expires", "expiry", "到期", "到期日"),
    "note": ("reason", "note", "原因", "备注"),
}


@dataclass(frozen=True)
class Row:
    """A row that fits: the difference to what stands."""

    employee: Employee
    kind: LeaveKind
    before: Decimal
    left: Decimal
    expires_on: datetime.date | None
    note: str
    is_first: bool  # nothing is booked yet: it is granted, else corrected

    @property
    def state(self) -> str:
        if self.is_first and self.left:
            return "new"
        return "unchanged" if self.left == self.before else "changed"


class BalanceImporter:
    """Balances by employee number and kind: the same file twice changes nothing."""

    kind = "leave.balances"
    label = gettext_lazy("Balances of leave")
    targets = COLUMNS
    options: tuple[Option, ...] = WRITTEN_AS
    undo = gettext_lazy("To take it back, load the balances as they were: the difference is booked again.")
    needs_site = True
    endings = (".xlsx", ".csv", ".txt", ".tsv")

    def may_run(self, actor: Actor, site_id: int | None) -> bool:
        """Who keeps the leave of the site."""
        if site_id is None:
            return actor is None or scope(actor, Action.EDIT, SUBJECT) > Scope.NONE
        return access.keeps(actor, site_id)

    def guess_mapping(self, header: list[str]) -> Mapping:
        folded = {heading.strip().casefold(): heading for heading in reversed(header)}
        found = {}
        for column in COLUMNS:
            words = (str(column.label).casefold(), *SYNONYMS[column.key])
            heading = next((folded[word] for word in words if word in folded), None)
            if heading is not None:
                found[column.key] = heading
        return Mapping(found)

    def presets(self) -> dict[str, Mapping]:
        return {}

    def readings(self, mapping: Mapping, samples: dict[str, list[str]]) -> dict[str, str]:
        return {}

    def check(self, source: Source) -> Outcome:
        """What the file would book. Writes nothing."""
        return _plan(source)[0]

    def apply(self, source: Source) -> Outcome:
        """Book the differences, in the caller's transaction; ImportRefused when a row does not fit."""
        require(self.may_run(source.actor, source.site_id))
        site = Site.objects.select_for_update(no_key=True).get(pk=source.site_id or 0)
        outcome, rows = _plan(source)
        if outcome.error_count:
            raise ImportRefused(outcome)
        changed = [row for row in rows if row.state != "unchanged"]
        today = site.today()
        LedgerEntry.objects.bulk_create([_entry(row, today, source) for row in changed], batch_size=1000)
        if changed:
            after = {"file": source.name, "entries": len(changed)}
            audit.record(source.actor, "leave.balance.imported", site, after=after, site_id=site.pk)
        return outcome


def _entry(row: Row, today: datetime.date, source: Source) -> LedgerEntry:
    is_grant = row.is_first and row.left > ZERO
    return LedgerEntry(
        employee=row.employee,
        kind=row.kind,
        entry=(EntryKind.GRANT if is_grant else EntryKind.CORRECTION).value,
        amount=row.left - row.before,
        on=today,
        expires_on=row.expires_on if is_grant else None,
        note=row.note or source.name[:200],
        booked_by=user_of(source.actor),
    )


def _plan(source: Source) -> tuple[Outcome, list[Row]]:
    site = Site.objects.get(pk=source.site_id or 0)
    people = {
        each.number.casefold(): each
        for each in Employee.objects.filter(site=site).only("pk", "number", "name", "name_zh")
    }
    kinds, sums = _kinds(site), _sums(site)
    rows: list[tuple[int, Row]] = []
    errors: list[RowError] = []
    seen: set[tuple[int, int]] = set()
    read = 0
    columns = source.mapping.columns
    with open_table(source.path, source.name, **written_as(source.mapping.options)) as table:
        places = {key: table.header.index(head) for key, head in columns.items() if head in table.header}
        for number, cells in table.rows:
            values = {key: _text(cells[place]) for key, place in places.items()}
            if not any(values.values()):
                continue
            read += 1
            before = len(errors)
            row = _row(number, values, columns, people, kinds, sums, errors)
            if row is not None:
                key = (row.employee.pk, row.kind.pk)
                if key in seen:
                    errors.append(RowError(number, columns["number"], _("The file has this balance twice.")))
                seen.add(key)
            if row is not None and len(errors) == before:
                rows.append((number, row))
    source.progress(read, read)
    return _outcome(read, rows, errors), [row for _number, row in rows]


def _sums(site: Site) -> dict[tuple[int, int], Decimal]:
    """The balances that stand, by employee and kind."""
    rows = LedgerEntry.objects.filter(kind__site=site).values_list("employee", "kind")
    found = rows.annotate(total=Sum("amount")).order_by()
    return {(employee, kind): total for employee, kind, total in found}


def _outcome(read: int, rows: list[tuple[int, Row]], errors: list[RowError]) -> Outcome:
    """What the file would do: counts, and its first rows with their number in the file."""
    counts = Counter(row.state for _number, row in rows)
    outcome = Outcome(
        rows=read,
        errors=errors[:ERRORS_KEPT],
        error_count=len(errors),
        counts={state: counts[state] for state in ("new", "changed", "unchanged")}
        | {"rejected": len({error.row for error in errors})},
        preview_header=[
            _("Row"),
            _("Employee"),
            _("Type"),
            _("Balance now"),
            _("Balance then"),
            _("What happens"),
        ],
        preview=[
            [
                number,
                f"{row.employee.number} {row.employee}",
                str(row.kind),
                quantity(row.before, row.kind.unit),
                quantity(row.left, row.kind.unit),
                _words(row.state),
            ]
            for number, row in rows[:PREVIEW_ROWS]
        ],
    )
    if not read:
        outcome.notes.append(_("The file has no rows below its header."))
    return outcome


def _words(state: str) -> str:
    return {"new": _("is added"), "changed": _("changes"), "unchanged": _("stays as it is")}[state]


def _kinds(site: Site) -> dict[str, LeaveKind]:
    """The kinds with a balance by code and by their name in either language."""
    found = {}
    for kind in LeaveKind.objects.filter(site=site, needs_balance=True):
        for language in ("en", "zh-hans"):
            with override(language):
                found[str(kind).casefold()] = kind
        found[kind.code] = kind
    return found


def _row(
    number: int,
    values: dict[str, str],
    columns: dict[str, str],
    people: dict[str, Employee],
    kinds: dict[str, LeaveKind],
    sums: dict[tuple[int, int], Decimal],
    errors: list[RowError],
) -> Row | None:
    """The row as a difference; None with its errors added when it does not fit."""
    before = len(errors)

    def refuse(key: str, reason: str) -> None:
        errors.append(RowError(number, columns.get(key, key), reason, values.get(key, "")[:200]))

    person = people.get(values.get("number", "").casefold())
    if person is None:
        refuse("number", _("No employee of this site has this number."))
    kind = kinds.get(values.get("kind", "").casefold())
    if kind is None:
        refuse("kind", _("No kind of leave with a balance has this code or name."))
    left = _amount(values.get("left", ""))
    if left is None:
        refuse("left", _("Write a number from 0 to 999 with at most two decimals."))
    expires_on = _date(values.get("expires_on", ""))
    if values.get("expires_on") and expires_on is None:
        refuse("expires_on", _("This is no date; write it as 2026-11-21."))
    if len(errors) > before or person is None or kind is None or left is None:
        return None
    standing = sums.get((person.pk, kind.pk))
    return Row(
        person, kind, standing or ZERO, left, expires_on, values.get("note", "")[:500], standing is None
    )


def _text(value: Any) -> str:
    return "" if value is None else str(restored(as_text(value))).strip()


def _amount(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    is_fine = found.is_finite() and ZERO <= found <= MOST and found == found.quantize(Decimal("0.01"))
    return found if is_fine else None


def _date(text: str) -> datetime.date | None:
    match = DATE.fullmatch(text)
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
