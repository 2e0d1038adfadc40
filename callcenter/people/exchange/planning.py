"""What a staff list would do: who is new, who changes and how, and every reason against it. Writes nothing."""

import datetime
from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor
from callcenter.objections import Objection
from callcenter.people.employees import rules
from callcenter.people.employees.grants import grant_objections, revocation_objections
from callcenter.people.employees.history import TRACKS, spans_by_employee, tenures_by_employee
from callcenter.people.employees.logins import guarded_from
from callcenter.people.employees.models import Employee
from callcenter.people.employees.rules import Span, Tenure
from callcenter.people.employees.services import (
    FOR_A_DEPARTMENT,
    Facts,
    facts_of,
    team_objections,
)
from callcenter.people.exchange.lookups import Organisation, words_of
from callcenter.people.exchange.reading import Errors, Row
from callcenter.people.organisation.models import Site

Histories = dict[str, list[Span]]
UNDATED = ("name", "name_zh", "job_type", "skill_level", "grade", "email", "phone")
NEEDED = ("name", "site", "post", "hired_on")
NEEDED_AGAIN = ("post",)  # of who comes back


@dataclass
class Person:
    """One row's person. `key` is the employee's id; of somebody new the row's number, negative."""

    row: int
    key: int
    number: str
    employee: Employee | None
    site: Site
    facts: Facts
    left_on: datetime.date | None
    before: Histories
    earlier: list[Tenure] = field(default_factory=list)  # employments before the one that the row is about
    is_rehired: bool = False
    after: Histories = field(default_factory=dict)
    made: Employee | None = None  # the new employee, once written
    facts_changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.employee is None

    @property
    def has_changed(self) -> bool:
        old = self.employee
        return old is not None and (
            self.before != self.after
            or facts_of(old) != self.facts
            or (old.site_id, old.left_on) != (self.site.pk, self.left_on)
        )


class Planner:
    """Holds the organisation and everybody's history in memory; the same few queries for any number of rows."""

    def __init__(self, actor: Actor, errors: Errors) -> None:
        self.actor = actor
        self.errors = errors
        self.organisation = Organisation()
        employees = Employee.objects.select_related("site", "user")
        self.employees = {employee.number.casefold(): employee for employee in employees}
        self.by_id = {employee.pk: employee for employee in self.employees.values()}
        self.tenures = tenures_by_employee()
        self.histories = {kind: spans_by_employee(track) for kind, track in TRACKS.items()}
        self.people: dict[str, Person] = {}
        self.guarded = guarded_from(actor)

    def plan(self, rows: list[Row]) -> list[Person]:
        """Every person of the file as they would be."""
        for row in rows:
            self._begin(row)
        by_row = {person.row: person for person in self.people.values()}
        for row in rows:
            if row.number in by_row:
                self._place(by_row[row.number], row)
        self._check_superiors()
        return list(by_row.values())

    def _refuse(self, row: int, key: str, objections: list[Objection], value: Any = "") -> None:
        for objection in objections:
            self.errors.add(row, key, objection.sentence, value)

    def _begin(self, row: Row) -> None:
        """The person and the undated facts."""
        number = row.values.get("number")
        if not number:
            if row.number not in self.errors.rows:
                self.errors.add(row.number, "number", _("The employee number is missing."))
            return
        if number.casefold() in self.people:
            earlier = self.people[number.casefold()].row
            self.errors.add(
                row.number, "number", _("Row %(row)d has the same number.") % {"row": earlier}, number
            )
            return
        employee = self.employees.get(number.casefold())
        site = self._site(row, employee)
        if site is None:
            return
        if employee is None:
            missing = [key for key in NEEDED if row.values.get(key) is None]
            for key in missing:
                self.errors.add(row.number, key, _("Somebody new needs this."), number)
            if missing:
                return
            facts = Facts(name=row.values["name"], hired_on=row.values["hired_on"])
        else:
            facts = facts_of(employee)
            self._check_address(row, employee)
        is_rehired = employee is not None and _comes_back(employee, row)
        for key in NEEDED_AGAIN if is_rehired else ():
            if row.values.get(key) is None:
                self.errors.add(row.number, key, _("Who comes back needs this."), number)
        given = {key: row.values[key] for key in (*UNDATED, "hired_on") if row.values.get(key) is not None}
        identity = employee.pk if employee else -row.number
        tenures = self.tenures.get(identity, [])
        before = {kind: list(histories.get(identity, [])) for kind, histories in self.histories.items()}
        left_on = row.values.get("left_on") or (employee.left_on if employee and not is_rehired else None)
        self.people[number.casefold()] = Person(
            row=row.number,
            key=identity,
            number=employee.number if employee else number,
            employee=employee,
            site=site,
            facts=replace(facts, **given),
            left_on=left_on,
            before=before,
            earlier=tenures if is_rehired else tenures[:-1],
            is_rehired=is_rehired,
        )

    def _check_address(self, row: Row, employee: Employee) -> None:
        email = row.values.get("email")
        if email not in (None, employee.email) and employee.user_id and employee.pk in self.guarded:
            self._refuse(row.number, "email", [Objection("people.administrator_login")], email)

    def _site(self, row: Row, employee: Employee | None) -> Site | None:
        text = row.values.get("site")
        if text is None:
            if employee is None:
                self.errors.add(row.number, "site", _("Somebody new needs this."))
            return employee.site if employee else None
        if employee and text.casefold() in words_of(employee.site):
            return employee.site
        return self._one(row, "site", text, self.organisation.site(text))

    def _one(self, row: Row, key: str, text: str, found: list[Any]) -> Any:
        """The one that the text means; else a row error and None."""
        if len(found) == 1:
            return found[0]
        words = {
            "site": _("There is no site called this."),
            "department": _("The site has no department called this."),
            "team": _("The site has no team called this."),
            "post": _("There is no post called this."),
        }
        if found:
            several = _("Several are called this; write the code, and the department of a team.")
            self.errors.add(row.number, key, several, text)
        else:
            self.errors.add(row.number, key, words[key], text)
        return None

    def _place(self, person: Person, row: Row) -> None:
        """The dated facts: from the hire date for somebody new or again, else from the effective date."""
        facts, today = person.facts, person.site.today()
        tenure = Tenure(facts.hired_on, person.left_on)
        if person.left_on and person.left_on <= facts.hired_on:
            self._refuse(
                row.number, "left_on", [Objection("people.leave_before_hire", {"hired_on": facts.hired_on})]
            )
            return
        person.after = self._moved(person, row)
        begins = person.is_new or person.is_rehired
        start = facts.hired_on if begins else row.values.get("effective_from") or max(today, facts.hired_on)
        values = self._values(person, row, start)
        for kind, value in values.items():
            held = next((span for span in person.after[kind] if span.holds_on(start)), None)
            if held is not None and held.value == value:
                continue
            self._refuse(row.number, kind, rules.day_objections(start, tenure), row.values.get(kind))
            self._refuse(row.number, kind, self._objections(person, kind, value), row.values.get(kind))
            standing = person.after[kind]
            person.after[kind] = rules.changed_from(standing, start, value, until=person.left_on)
            if kind == "post":
                codes = {pk: post.code for pk, post in self.organisation.post_by_id.items()}
                taken = revocation_objections(self.actor, standing, person.after[kind], codes)
                self._refuse(row.number, kind, taken, row.values.get(kind))
        if person.employee and person.site.pk != person.employee.site_id:
            self._check_teams_moved(person, row, today)

    def _check_teams_moved(self, person: Person, row: Row, today: datetime.date) -> None:
        """Whoever goes to another site leaves the teams of the old one."""
        teams = [span.value for span in person.after["team"] if span.end is None or span.end > today]
        if any(self.organisation.team_by_id[pk].department.site_id != person.site.pk for pk in teams):
            self._refuse(row.number, "site", [Objection("people.site_change_needs_team")], row.values["site"])

    def _moved(self, person: Person, row: Row) -> Histories:
        """The histories once the hire and leave dates are those of the file."""
        old, facts, after = person.employee, person.facts, {k: list(v) for k, v in person.before.items()}
        if old is None or person.is_rehired:
            return after
        if facts.hired_on != old.hired_on:
            overlaps = rules.tenure_objections(Tenure(facts.hired_on, person.left_on), person.earlier)
            self._refuse(row.number, "hired_on", overlaps, facts.hired_on)
            later = [s.start for spans in after.values() for s in spans if s.start > old.hired_on]
            if later and facts.hired_on > min(later):
                self._refuse(
                    row.number, "hired_on", [Objection("people.hire_after_history", {"first": min(later)})]
                )
            else:
                for kind, spans in after.items():
                    after[kind] = [
                        replace(s, start=facts.hired_on) if s.start == old.hired_on else s for s in spans
                    ]
        if person.left_on != old.left_on and person.left_on is not None:
            if old.left_on and old.left_on <= person.site.today():
                figures = {"name": str(old), "left_on": old.left_on}
                self._refuse(row.number, "left_on", [Objection("people.has_left", figures)])
            for kind, spans in after.items():
                reopened = rules.reopened(spans, old.left_on) if old.left_on else spans
                after[kind] = rules.closed_on(reopened, person.left_on)
        return after

    def _values(self, person: Person, row: Row, start: datetime.date) -> dict[str, Any]:
        """What the row says of team, post and superior; only what is given and understood."""
        given = row.values
        now = {
            kind: next((s.value for s in spans if s.holds_on(start)), None)
            for kind, spans in person.after.items()
        }
        found: dict[str, Any] = {}
        department = None
        team_now = self.organisation.team_by_id.get(now["team"] or 0)
        is_same_team = bool(given.get("team") and team_now and given["team"].casefold() in words_of(team_now))
        post = self._post(row, now["post"]) if given.get("post") else None
        post = post or (self.organisation.post_by_id[now["post"][0]] if now["post"] else None)
        needs_department = post is not None and post.code in FOR_A_DEPARTMENT
        if given.get("department") and not (is_same_team and not needs_department):
            department = self._department(row, person, now["post"])
        if given.get("team") and not is_same_team:
            candidates = self.organisation.team(given["team"], person.site.pk, department)
            team = self._one(row, "team", given["team"], candidates)
            if team is not None:
                found["team"] = team.pk
        if post is not None:
            held_for = now["post"][1] if now["post"] else None
            if needs_department:
                held_for = department.pk if department else held_for
            found["post"] = (post.pk, held_for if needs_department else None)
        if given.get("superior"):
            superior = self._superior(row, given["superior"])
            if superior is not None:
                found["superior"] = superior
        return found

    def _post(self, row: Row, now: Any) -> Any:
        text = row.values["post"]
        held = self.organisation.post_by_id.get(now[0]) if now else None
        candidates = self.organisation.post(text)
        if held is not None and held in candidates:
            return held
        return self._one(row, "post", text, candidates)

    def _department(self, row: Row, person: Person, post_now: Any) -> Any:
        text = row.values["department"]
        held = self.organisation.department_by_id.get(post_now[1]) if post_now and post_now[1] else None
        if held is not None and text.casefold() in words_of(held):
            return held
        return self._one(row, "department", text, self.organisation.department(text, person.site.pk))

    def _superior(self, row: Row, text: str) -> int | None:
        planned = self.people.get(text.casefold())
        if planned is not None:
            return planned.key
        employee = self.employees.get(text.casefold())
        if employee is None:
            reason = _("There is no employee with this number, in the file or so far.")
            self.errors.add(row.number, "superior", reason, text)
            return None
        return employee.pk

    def _objections(self, person: Person, kind: str, value: Any) -> list[Objection]:
        if kind == "team":
            return team_objections(self.organisation.team_by_id[value], person.site, other_site=False)
        if kind == "post":
            post, department = self.organisation.post_by_id[value[0]], value[1]
            return grant_objections(self.actor, person.key, post) + rules.post_objections(
                needs_department=post.code in FOR_A_DEPARTMENT, has_department=department is not None
            )
        return []

    def _check_superiors(self) -> None:
        """The whole reporting tree as it would be: employed superiors, no ring on any day."""
        people = {person.key: person for person in self.people.values()}
        lines: dict[int, list[Span]] = defaultdict(list, self.histories["superior"])
        tenures = dict(self.tenures)
        names = {pk: f"{e.number} {e}" for pk, e in self.by_id.items()}
        for key, person in people.items():
            lines[key] = person.after.get("superior", [])
            tenures[key] = [*person.earlier, Tenure(person.facts.hired_on, person.left_on)]
            names[key] = f"{person.number} {person.facts.name}"
        for key, person in people.items():
            for span in person.after.get("superior", []):
                if span in person.before["superior"] and not self._leaves(people.get(span.value)):
                    continue
                tenure = rules.tenure_for(tenures[span.value], span.start)
                found = rules.superior_objections(key, span, tenure, lines, names)
                self._refuse(person.row, "superior", found, names[span.value])
        for person in people.values():
            if self._leaves(person):
                self._check_nobody_remains(person, people, lines)

    def _leaves(self, person: Person | None) -> bool:
        if person is None or person.left_on is None:
            return False
        return person.employee is None or person.employee.left_on != person.left_on

    def _check_nobody_remains(
        self, leaver: Person, people: dict[int, Person], lines: dict[int, list[Span]]
    ) -> None:
        """Who is not in the file may not be left with a superior who goes."""
        assert leaver.left_on is not None
        remaining = [
            key
            for key, spans in lines.items()
            if key not in people
            and any(s.value == leaver.key and (s.end is None or s.end > leaver.left_on) for s in spans)
        ]
        if remaining:
            figures = {"count": len(remaining), "name": leaver.facts.name}
            self._refuse(leaver.row, "left_on", [Objection("people.subordinates_remain", figures)])


def _comes_back(employee: Employee, row: Row) -> bool:
    """Whether the row hires somebody again: a hire date on or after the day from which they are gone."""
    hired_on, left_on = row.values.get("hired_on"), employee.left_on
    gone = left_on is not None and left_on <= employee.site.today()
    return bool(gone and hired_on is not None and left_on is not None and hired_on >= left_on)


def changes_of(person: Person) -> dict[str, tuple[Any, Any]]:
    """Per undated fact that differs: before and after. For the trail."""
    old = person.employee
    if old is None:
        return {}
    before = asdict(facts_of(old)) | {"site": old.site.code, "left_on": old.left_on}
    after = asdict(person.facts) | {"site": person.site.code, "left_on": person.left_on}
    return {key: (before[key], after[key]) for key in after if before[key] != after[key]}
