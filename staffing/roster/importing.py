"""A month's roster in from a file, laid out as its workbook: number, name, month, and a column for each day.

Whole or not at all: the file is tried by the very service that edits cells, and taken back when it was only checked. A row
changes the days of its person; who is not in the file and days without a column stay as they are.
"""

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, require
from callcenter.files.imports.options import WRITTEN_AS, Option, written_as
from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, RowError, Source, Target
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.tabular.cells import restored
from callcenter.tabular.reading import as_text, open_table
from staffing.roster import access, persons
from staffing.roster.cells import CellEdit
from staffing.roster.drafting import edit_cells
from staffing.roster.models import SUBJECT, Origin, Roster
from staffing.shifts.models import ShiftType
from staffing.shifts.wording import OFF

MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月]\d{0,2})?.*")
DAYS = range(1, 32)
PREVIEW_ROWS = 20
MOST_PEOPLE = 5000
TARGETS = (
    Target("number", gettext_lazy("Employee number"), True, gettext_lazy("As in the staff list."), "E00012"),
    Target("name", pgettext_lazy("of a thing", "Name"), False, gettext_lazy("Only to be read by people.")),
    Target("month", gettext_lazy("Month"), False, gettext_lazy("Written as 2026-10."), "2026-10"),
    *(
        Target(
            f"d{day}",
            format_lazy(gettext_lazy("Day {day}"), day=day),
            False,
            gettext_lazy("The code of a shift; empty: a day off."),
            "D" if day % 7 > 1 else "",
        )
        for day in DAYS
    ),
)
SYNONYMS = {
    "number": ("number", "employee number", "employee", "工号", "员工编号"),
    "name": ("name", "姓名"),
    "month": ("month", "月份"),
    **{f"d{day}": (str(day), f"{day:02}", f"d{day}", f"{day}日", f"day {day}") for day in DAYS},
}
MONTH_OPTION = Option(
    "month",
    gettext_lazy("Month"),
    default=gettext_lazy("as the file says"),
    help=gettext_lazy("For files without a column of the month; written as 2026-10."),
)
Cell = tuple[int, datetime.date]


@dataclass
class Plan:
    """What a file says: the cells of each roster, and where each stands in the file."""

    edits: dict[Roster, list[CellEdit]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, tuple[int, str]] = field(default_factory=dict)  # "employee:day" → row, column
    errors: list[RowError] = field(default_factory=list)
    people: int = 0
    preview: list[list[Any]] = field(default_factory=list)


class RosterImporter:
    """Shifts by person and day: what differs is changed, the same is left alone."""

    kind = "roster.month"
    label = gettext_lazy("Roster of a month")
    targets = TARGETS
    options: tuple[Option, ...] = (*WRITTEN_AS, MONTH_OPTION)
    undo = gettext_lazy("To take it back, load the workbook that was taken before.")
    needs_site = True
    endings = (".xlsx", ".csv", ".txt", ".tsv")

    def may_run(self, actor: Actor, site_id: int | None) -> bool:
        """Who draws up the rosters there."""
        if site_id is None:
            return actor is None or may(actor, Action.CREATE, SUBJECT)
        return access.may_draw_up(actor, site_id)

    def guess_mapping(self, header: list[str]) -> Mapping:
        folded = {heading.strip().casefold(): heading for heading in reversed(header)}
        found = {}
        for target in TARGETS:
            for word in (*SYNONYMS[target.key], str(target.label).casefold()):
                if word in folded:
                    found[target.key] = folded[word]
                    break
        return Mapping(found)

    def presets(self) -> dict[str, Mapping]:
        return {}

    def readings(self, mapping: Mapping, samples: dict[str, list[str]]) -> dict[str, str]:
        return {}

    def check(self, source: Source) -> Outcome:
        """What the file would do: tried, and taken back."""
        with transaction.atomic():
            outcome = self._load(source)
            transaction.set_rollback(True)
        return outcome

    def apply(self, source: Source) -> Outcome:
        """Change the cells, in the caller's transaction; ImportRefused when one does not fit."""
        require(self.may_run(source.actor, source.site_id))
        outcome = self._load(source)
        if outcome.error_count:
            raise ImportRefused(outcome)
        return outcome

    def _load(self, source: Source) -> Outcome:
        plan = _read(source)
        cells = sum(map(len, plan.edits.values()))
        changed = 0
        reason = _("Import of %(file)s") % {"file": source.name}
        for roster, edits in sorted(plan.edits.items(), key=lambda each: each[0].pk):
            try:
                with transaction.atomic():
                    changed += len(
                        edit_cells(roster, edits, actor=source.actor, reason=reason, origin=Origin.IMPORT)
                    )
            except RuleViolation as refusal:
                for each in refusal.objections:
                    row, column = plan.places.get(each.field, (0, ""))
                    plan.errors.append(RowError(row, column, each.sentence))
        source.progress(cells, cells)
        plan.errors.sort(key=lambda error: error.row)
        return Outcome(
            rows=plan.people,
            errors=plan.errors,
            error_count=len(plan.errors),
            counts={
                "changed": changed,
                "unchanged": 0 if plan.errors else cells - changed,
                "rejected": len({error.row for error in plan.errors}),
            },
            preview_header=[_("Row"), _("Employee number"), _("Name"), _("Month"), _("Shifts")],
            preview=plan.preview,
            notes=[
                _("Cells in the file: %(count)s. A cell that says the same is left alone.") % {"count": cells}
            ],
        )


def _read(source: Source) -> Plan:
    plan = Plan()
    site = source.site_id or 0
    codes = {
        code.casefold(): code
        for code in ShiftType.objects.filter(site=site, is_active=True).values_list("code", flat=True)
    }
    lines = _lines(source, plan)
    numbers = {number.casefold() for _row, number, _month, _cells in lines}
    staff = Employee.objects.filter(site=site).values_list("number", "pk")
    by_number = {number.casefold(): pk for number, pk in staff if number.casefold() in numbers}
    people = persons.persons(by_number.values())
    rosters = {
        (roster.department_id, roster.month): roster
        for roster in Roster.objects.filter(
            site=site, month__in={month for _row, _number, month, _cells in lines}
        ).select_related("department", "site")
    }
    heading = source.mapping.columns
    seen: set[tuple[int, datetime.date]] = set()
    for row, number, month, cells in lines:
        pk = by_number.get(number.casefold())
        if pk is None:
            reason = _("There is no such employee at this site.")
            plan.errors.append(RowError(row, heading["number"], reason, number))
            continue
        if (pk, month) in seen:
            plan.errors.append(RowError(row, heading["number"], _("The file has this person twice."), number))
            continue
        seen.add((pk, month))
        plan.people += 1
        person = people[pk]
        for day, text in cells.items():
            _add_cell(plan, rosters, person, month, day, text, codes, (row, heading[f"d{day}"]))
        if len(plan.preview) < PREVIEW_ROWS:
            count = sum(text.casefold() not in OFF for text in cells.values())
            plan.preview.append([row, number, str(person.employee), f"{month:%Y-%m}", count])
    return plan


def _add_cell(
    plan: Plan,
    rosters: dict[tuple[int, datetime.date], Roster],
    person: persons.Person,
    month: datetime.date,
    day: int,
    text: str,
    codes: dict[str, str],
    where: tuple[int, str],
) -> None:
    code = "" if text.casefold() in OFF else codes.get(text.casefold(), text)
    try:
        on = month.replace(day=day)
    except ValueError:  # the 31st of a shorter month
        if code:
            plan.errors.append(RowError(*where, _("This month has no such day."), text))
        return
    place = person.place(on)
    roster = rosters.get((place[1], month)) if place else None
    if roster is None:
        if code:
            reason = _("There is no roster for this person’s department in that month yet; begin it first.")
            if place is None:
                reason = _("This person is in no team on that day.")
            plan.errors.append(RowError(*where, reason, text))
        return
    plan.edits[roster].append(CellEdit(person.employee.pk, on, code))
    plan.places[f"{person.employee.pk}:{on}"] = where


Line = tuple[int, str, datetime.date, dict[int, str]]  # row, number, month, text by day


def _lines(source: Source, plan: Plan) -> list[Line]:
    found: list[Line] = []
    columns, options = source.mapping.columns, source.mapping.options
    stated = _month(str(options.get("month") or ""))
    with open_table(source.path, source.name, **written_as(options)) as table:
        places = {
            key: table.header.index(heading) for key, heading in columns.items() if heading in table.header
        }
        for row, values in table.rows:
            texts = {key: _text(values[place]) for key, place in places.items()}
            if not any(texts.values()):
                continue
            if len(found) >= MOST_PEOPLE:
                reason = _("A file holds at most %(most)s people.") % {"most": MOST_PEOPLE}
                plan.errors.append(RowError(row, columns["number"], reason))
                break
            written = texts.get("month", "")
            month = _month(written) if written else stated
            if month is None:
                reason = _("Say the month as 2026-10, in a column or beside the columns.")
                plan.errors.append(RowError(row, columns.get("month", _("Month")), reason, written))
                continue
            cells = {day: texts[f"d{day}"] for day in DAYS if f"d{day}" in texts}
            found.append((row, texts.get("number", ""), month, cells))
    return found


def _text(value: Any) -> str:
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.strftime("%Y-%m-%d")
    return "" if value is None else str(restored(as_text(value))).strip()


def _month(text: str) -> datetime.date | None:
    match = MONTH.fullmatch(text.strip())
    try:
        return datetime.date(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None
