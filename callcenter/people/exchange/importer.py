"""The staff list in: people are hired or changed by their number, all rows or none."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.permissions import Actor, require
from callcenter.accounts import services as accounts
from callcenter.audit.services import Entry, record_many
from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, Source
from callcenter.people.employees import access
from callcenter.people.employees.changes import in_words, names_of
from callcenter.people.employees.history import TRACKS, lock_reporting_lines, write
from callcenter.people.employees.leaving import close_extra_roles, close_login_if_gone
from callcenter.people.employees.models import Employee, Employment
from callcenter.people.employees.rules import Span
from callcenter.people.exchange.columns import COLUMNS, OPTIONS, guess
from callcenter.people.exchange.planning import Person, Planner, changes_of
from callcenter.people.exchange.reading import DATES, date_of, read

ERRORS_KEPT = 10_000
PREVIEW_ROWS = 20
EMPLOYEE_FIELDS = ["name", "name_zh", "site", "job_type", "skill_level", "grade", "email", "phone"]


class EmployeeImporter:
    """Upsert by employee number: new hired, leavers hired again, changed (dated facts from the effective date), the same left alone."""

    kind = "people.employees"
    label = gettext_lazy("Staff list")
    targets = COLUMNS
    options = OPTIONS
    undo = gettext_lazy(
        "To take it back, load the corrected list: rows are matched by employee number, and people who were hired by mistake get a leave date."
    )
    needs_site = False
    endings = (".xlsx", ".csv", ".txt", ".tsv")

    def may_run(self, actor: Actor, site_id: int | None) -> bool:
        """Who hires and edits at every site."""
        return access.may_import(actor)

    def guess_mapping(self, header: list[str]) -> Mapping:
        return Mapping(guess(header))

    def presets(self) -> dict[str, Mapping]:
        return {}

    def readings(self, mapping: Mapping, samples: dict[str, list[str]]) -> dict[str, str]:
        """How the file's first day reads."""
        written = next((samples[key][0] for key in DATES if samples.get(key)), None)
        if written is None:
            return {}
        day = date_of(written, mapping)
        words = _("“%(value)s” reads as %(result)s.") if day else _("“%(value)s” cannot be read so.")
        return {"date_order": words % {"value": written, "result": day}}

    def check(self, source: Source) -> Outcome:
        """What the file would do. Writes nothing."""
        return self._plan(source)[0]

    def apply(self, source: Source) -> Outcome:
        """Do it, in the caller's transaction; ImportRefused with every row error when anything does not fit."""
        require(self.may_run(source.actor, None))
        lock_reporting_lines()
        list(Employee.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
        outcome, people = self._plan(source)
        if outcome.error_count:
            raise ImportRefused(outcome)
        new = [person for person in people if person.is_new]
        changed = [person for person in people if person.has_changed]
        keys = _write_people(new, changed)
        _write_histories([*new, *changed], keys)
        for person in changed:
            if person.employee and person.employee.left_on and "left_on" in person.facts_changed:
                close_extra_roles(person.employee, person.employee.left_on, None)
                close_login_if_gone(person.employee, actor=source.actor)
        record_many(source.actor, _entries(new, changed, keys, source.name))
        return outcome

    def _plan(self, source: Source) -> tuple[Outcome, list[Person]]:
        rows, errors = read(source)
        people = Planner(source.actor, errors).plan(rows)
        source.progress(len(rows), len(rows))
        states = {person.row: _state(person, errors.rows) for person in people}
        counts = Counter(states.values())
        rejected = len(errors.rows)
        found = sorted(errors.found, key=lambda error: error.row)
        outcome = Outcome(
            rows=len(rows),
            errors=found[:ERRORS_KEPT],
            error_count=len(found),
            counts={
                "new": counts["new"],
                "changed": counts["changed"],
                "unchanged": counts["unchanged"],
                "rejected": rejected,
            },
            preview_header=[_("Row"), *(str(column.label) for column in COLUMNS[:3]), _("What happens")],
            preview=[_preview(person, states[person.row]) for person in _interesting(people, states)],
        )
        if not rows:
            outcome.notes.append(_("The file has no rows below its header."))
        return outcome, people


def _state(person: Person, rejected: set[int]) -> str:
    if person.row in rejected:
        return "rejected"
    if person.is_new:
        return "new"
    return "changed" if person.has_changed else "unchanged"


def _interesting(people: list[Person], states: dict[int, str]) -> list[Person]:
    """The first rows, those that do something before those that do not."""
    return sorted(people, key=lambda person: (states[person.row] == "unchanged", person.row))[:PREVIEW_ROWS]


def _preview(person: Person, state: str) -> list[Any]:
    words = {
        "new": _("is hired"),
        "changed": _("is hired again") if person.is_rehired else _("changes"),
        "unchanged": _("stays as it is"),
        "rejected": _("is refused"),
    }
    return [person.row, person.number, person.facts.name, person.facts.name_zh, words[state]]


def _write_people(new: list[Person], changed: list[Person]) -> dict[int, int]:
    """Employees in two statements; returns the id of each person's key."""
    made = Employee.objects.bulk_create(
        [Employee(number=p.number, site=p.site, left_on=p.left_on, **asdict(p.facts)) for p in new],
        batch_size=1000,
    )
    _write_employments(made, [])
    keys = {person.key: employee.pk for person, employee in zip(new, made, strict=True)}
    for person, employee in zip(new, made, strict=True):
        person.made = employee
    updated = []
    for person in changed:
        old = person.employee
        assert old is not None
        person.facts_changed = changes_of(person)
        if person.facts_changed:
            for name, value in asdict(person.facts).items():
                setattr(old, name, value)
            old.site, old.left_on = person.site, person.left_on
            updated.append(old)
    _write_employments(
        [p.employee for p in changed if p.employee and p.is_rehired],
        [p for p in changed if not p.is_rehired and {"hired_on", "left_on"} & p.facts_changed.keys()],
    )
    Employee.objects.bulk_update(updated, EMPLOYEE_FIELDS, batch_size=500)
    accounts.set_emails({old.user: old.email for old in updated if old.user and old.user.email != old.email})
    return keys


def _write_employments(begun: list[Employee], moved: list[Person]) -> None:
    """The employments that begin, and the latest ones whose days the file changes."""
    Employment.objects.bulk_create(
        [Employment(employee=one, period=DateRange(one.hired_on, one.left_on)) for one in begun],
        batch_size=1000,
    )
    days = {
        p.employee.pk: p.facts_changed.get("hired_on", (p.facts.hired_on,))[0] for p in moved if p.employee
    }
    records = {p.employee.pk: p.employee for p in moved if p.employee}
    rows = [
        row
        for row in Employment.objects.filter(employee__in=days)
        if row.period.lower == days[row.employee_id]
    ]
    for row in rows:
        row.period = DateRange(records[row.employee_id].hired_on, records[row.employee_id].left_on)
    Employment.objects.bulk_update(rows, ["period"], batch_size=500)


def _write_histories(people: list[Person], keys: dict[int, int]) -> None:
    for kind, track in TRACKS.items():
        plans, before = {}, {}
        for person in people:
            pk = keys.get(person.key, person.key)
            plans[pk] = [_resolved(span, keys, kind) for span in person.after[kind]]
            before[pk] = person.before[kind]
        write(track, plans, before)


def _resolved(span: Span, keys: dict[int, int], kind: str) -> Span:
    """A superior who was new in the file has an id only now."""
    return Span(span.start, span.end, keys.get(span.value, span.value)) if kind == "superior" else span


def _entries(new: list[Person], changed: list[Person], keys: dict[int, int], file: str) -> list[Entry]:
    """One line of the trail per person, with the names of what was set."""
    reason = _("Import of %(file)s") % {"file": file}
    places = _places([*new, *changed], keys)
    found = []
    for person in new:
        after = asdict(person.facts) | {"number": person.number, "site": person.site.code}
        after |= places[person.key][1]
        found.append(Entry("people.employee.hired", person.made, after=after, reason=reason))
    for person in changed:
        before = {key: pair[0] for key, pair in person.facts_changed.items()} | places[person.key][0]
        after = {key: pair[1] for key, pair in person.facts_changed.items()} | places[person.key][1]
        verb = "people.employee.rehired" if person.is_rehired else "people.employee.changed"
        found.append(Entry(verb, person.employee, before=before, after=after, reason=reason))
    return found


def _places(people: list[Person], keys: dict[int, int]) -> dict[int, tuple[dict[str, Any], dict[str, Any]]]:
    """Per person's key the periods of team, superior and post that went and those that came, in words."""
    found: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {person.key: ({}, {}) for person in people}
    for kind, track in TRACKS.items():
        moved = {}
        for person in people:
            before, after = person.before[kind], [_resolved(span, keys, kind) for span in person.after[kind]]
            if before != after:
                gone, come = [s for s in before if s not in after], [s for s in after if s not in before]
                moved[person.key] = gone, come
        names = names_of(track, [span for pair in moved.values() for part in pair for span in part])
        for key, (gone, come) in moved.items():
            found[key][0][kind] = in_words(track, gone, names)
            found[key][1][kind] = in_words(track, come, names)
    return found
