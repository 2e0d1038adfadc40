"""Days of a calendar in from a file: the workbook that the year's page gives, or a list of one's own."""

import datetime
import re
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext, pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, require
from callcenter.files.imports.options import WRITTEN_AS, Option, written_as
from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, RowError, Source, Target
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from callcenter.tabular.cells import restored
from callcenter.tabular.reading import as_text, open_table
from callcenter.workcalendar import access, selectors, services
from callcenter.workcalendar.models import DAY_KINDS
from callcenter.workcalendar.models import Source as Origin
from callcenter.workcalendar.rules import DayKind, Intervals
from callcenter.workcalendar.services import MOST_DAYS, DayFacts
from callcenter.workcalendar.wording import intervals_of, written

DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
YES = {"yes", "y", "true", "1", "x", "是", "每年"}
NO = {"", "no", "n", "false", "0", "否"}
PREVIEW_ROWS = 20
COLUMNS = (
    Target("on", gettext_lazy("Date"), True, gettext_lazy("Written as 2026-10-01."), "2026-10-01"),
    Target(
        "kind",
        gettext_lazy("Type"),
        True,
        gettext_lazy("Holiday, closed, other hours or make-up workday."),
        "holiday",
    ),
    Target(
        "name", pgettext_lazy("of a thing", "Name"), True, gettext_lazy("What people read."), "National Day"
    ),
    Target("name_zh", gettext_lazy("Chinese name"), False, gettext_lazy("Where it differs."), "国庆节"),
    Target(
        "hours", gettext_lazy("Hours"), False, gettext_lazy("09:00–12:00, 13:00–18:00; empty: closed."), ""
    ),
    Target("is_yearly", gettext_lazy("Every year"), False, gettext_lazy("yes or no."), "no"),
)
SYNONYMS = {
    "on": ("date", "day", "on", "日期", "日子"),
    "kind": ("type", "kind", "类型", "类别"),
    "name": ("name", "holiday", "名称", "节日"),
    "name_zh": ("chinese name", "name_zh", "中文名", "中文名称"),
    "hours": ("hours", "opening hours", "时段", "营业时间"),
    "is_yearly": ("every year", "yearly", "每年"),
}


class CalendarImporter:
    """Days by date: new ones added, changed ones replaced, the same left alone."""

    kind = "workcalendar.days"
    label = gettext_lazy("Days of the calendar")
    targets = COLUMNS
    options: tuple[Option, ...] = WRITTEN_AS
    undo = gettext_lazy("To take it back, switch the days off on the calendar’s page.")
    needs_site = True
    endings = (".xlsx", ".csv", ".txt", ".tsv")

    def may_run(self, actor: Actor, site_id: int | None) -> bool:
        """Who may change the calendar there."""
        if site_id is None or actor is None:
            return actor is None or may(actor, Action.EDIT, access.SUBJECT)
        return access.sites(actor, Action.EDIT).filter(pk=site_id).exists()

    def guess_mapping(self, header: list[str]) -> Mapping:
        folded = {heading.strip().casefold(): heading for heading in reversed(header)}
        found = {}
        for column in COLUMNS:
            for word in (str(column.label).casefold(), *SYNONYMS[column.key]):
                if word in folded:
                    found[column.key] = folded[word]
                    break
        return Mapping(found)

    def presets(self) -> dict[str, Mapping]:
        return {}

    def readings(self, mapping: Mapping, samples: dict[str, list[str]]) -> dict[str, str]:
        return {}

    def check(self, source: Source) -> Outcome:
        """What the file would do. Writes nothing."""
        return self._plan(source)[0]

    def apply(self, source: Source) -> Outcome:
        """Publish the file's days as one edition, in the caller's transaction; ImportRefused when a row does not fit."""
        require(self.may_run(source.actor, source.site_id))
        outcome, site, days = self._plan(source)
        if outcome.error_count:
            raise ImportRefused(outcome)
        if days:
            services.set_days(
                site,
                days=days,
                reason=_("Import of %(file)s") % {"file": source.name},
                actor=source.actor,
                source=Origin.IMPORT,
                source_detail=source.name[:200],
            )
        return outcome

    def _plan(self, source: Source) -> tuple[Outcome, Site, list[DayFacts]]:
        site = Site.objects.get(pk=source.site_id or 0)
        rows, errors = _read(source)
        source.progress(len(rows), len(rows))
        standing = {(row.on, row.is_yearly): row for row in selectors.days(site)}
        counts: Counter[str] = Counter()
        preview, changed, seen = [], [], set[tuple[datetime.date, bool]]()
        for number, facts in rows:
            key = (facts.on, facts.is_yearly)
            if key in seen:
                errors.append(
                    RowError(number, _("Date"), _("The file has this day twice."), facts.on.isoformat())
                )
            seen.add(key)
            row = standing.get(key)
            state = "new" if row is None else "unchanged" if services.stands(row, facts) else "changed"
            counts[state] += 1
            if state != "unchanged":
                changed.append(facts)
            preview.append(
                [number, facts.on.isoformat(), facts.name, written(facts.intervals), _words(state)]
            )
        refused = {error.row for error in errors}
        outcome = Outcome(
            rows=len(rows) + len({error.row for error in errors} - {number for number, _facts in rows}),
            errors=errors,
            error_count=len(errors),
            counts={
                "new": counts["new"],
                "changed": counts["changed"],
                "unchanged": counts["unchanged"],
                "rejected": len(refused),
            },
            preview_header=[
                _("Row"),
                _("Date"),
                pgettext("of a thing", "Name"),
                _("Hours"),
                _("What happens"),
            ],
            preview=preview[:PREVIEW_ROWS],
        )
        if not rows and not errors:
            outcome.notes.append(_("The file has no rows below its header."))
        return outcome, site, changed


def _words(state: str) -> str:
    return {"new": _("is added"), "changed": _("changes"), "unchanged": _("stays as it is")}[state]


def _read(source: Source) -> tuple[list[tuple[int, DayFacts]], list[RowError]]:
    rows: list[tuple[int, DayFacts]] = []
    errors: list[RowError] = []
    columns = source.mapping.columns
    with open_table(source.path, source.name, **written_as(source.mapping.options)) as table:
        places = {
            key: table.header.index(heading) for key, heading in columns.items() if heading in table.header
        }
        for number, cells in table.rows:
            values = {key: cells[place] for key, place in places.items()}
            if not any(value not in (None, "") for value in values.values()):
                continue
            if len(rows) + len(errors) >= MOST_DAYS:
                reason = _("A file holds at most %(most)s days.") % {"most": MOST_DAYS}
                errors.append(RowError(number, columns["on"], reason))
                break
            facts = _facts(number, values, columns, errors)
            if facts is not None:
                rows.append((number, facts))
    return rows, errors


def _facts(
    number: int, values: dict[str, Any], columns: dict[str, str], errors: list[RowError]
) -> DayFacts | None:
    """The row as a day; None with its errors added when it is none."""
    before = len(errors)

    def refuse(key: str, reason: str) -> None:
        errors.append(RowError(number, columns.get(key, key), reason, _text(values, key)[:200]))

    on = _date(values.get("on"))
    if on is None:
        refuse("on", _("This is no date; write it as 2026-11-21."))
    kind = _kind(_text(values, "kind"))
    if kind is None:
        refuse("kind", _("Write holiday, closed, other hours or make-up workday."))
    name = _text(values, "name")
    if not name or len(name) > 120:
        refuse("name", _("A name of at most 120 characters is needed."))
    yearly = _text(values, "is_yearly").casefold()
    if yearly not in YES | NO:
        refuse("is_yearly", _("Write yes or no."))
    intervals: Intervals = ()
    try:
        intervals = intervals_of(_text(values, "hours"))
    except RuleViolation as refusal:
        for objection in refusal.objections:
            refuse("hours", objection.sentence)
    if len(errors) > before or on is None or kind is None:
        return None
    facts = DayFacts(on, kind, name, _text(values, "name_zh")[:120], intervals, None, yearly in YES)
    for objection in services.objections_to_days([facts]):
        refuse(objection.field if objection.field in columns else "on", objection.sentence)
    return None if len(errors) > before else facts


def _text(values: dict[str, Any], key: str) -> str:
    value = values.get(key)
    return "" if value is None else str(restored(as_text(value))).strip()


def _date(value: Any) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    match = DATE.fullmatch(str(value or "").strip())
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _kind(text: str) -> DayKind | None:
    """By its code or its label in either language."""
    wanted = text.strip().casefold().replace("_", " ").replace("-", " ")
    for kind in DayKind:
        if wanted == kind.value.replace("_", " "):
            return kind
    for language in ("en", "zh-hans"):
        with override(language):
            for code, label in DAY_KINDS:
                if wanted == str(label).casefold().replace("-", " "):
                    return DayKind(code)
    return None
