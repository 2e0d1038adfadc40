"""Changes from a date: team, superior, main post; extra roles; undoing what is planned, correcting what was."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.employees import access, rules
from callcenter.people.employees.grants import grant_objections, revocation_objections
from callcenter.people.employees.history import (
    POST,
    SUPERIOR,
    TEAM,
    TRACKS,
    Track,
    lines_within,
    lock_reporting_lines,
    spans,
    write,
)
from callcenter.people.employees.models import Employee, PostHolding
from callcenter.people.employees.rules import Span
from callcenter.people.employees.services import (
    FOR_A_DEPARTMENT,
    locked,
    locked_team,
    team_objections,
    tenure_on,
)
from callcenter.people.organisation.models import Department, Post, Team


@dataclass(frozen=True)
class Change:
    """What a dated change does: the history as it stands and as it would be."""

    before: list[Span]
    after: list[Span]
    objections: list[Objection]


Check = Callable[[Employee, Span], list[Objection]]


def _team_check(team: Team, other_site: bool) -> Check:
    return lambda employee, span: team_objections(team, employee.site, other_site=other_site)


def _superior_check(superior: Employee | None) -> Check:
    def check(employee: Employee, span: Span) -> list[Objection]:
        if superior is None:
            return []
        standing = Employee.objects.get(pk=superior.pk)  # as it is now that the lock is held
        lines = lines_within(span)
        ring = rules.chain_back_to(employee.pk, span, lines)
        named = Employee.objects.in_bulk(ring) if ring else {}
        names = {pk: str(person) for pk, person in named.items()} | {superior.pk: str(superior)}
        return rules.superior_objections(employee.pk, span, tenure_on(standing, span.start), lines, names)

    return check


def _post_check(post: Post, department: Department | None, actor: Actor) -> Check:
    def check(employee: Employee, span: Span) -> list[Objection]:
        return grant_objections(actor, employee.pk, post) + rules.post_objections(
            needs_department=post.code in FOR_A_DEPARTMENT,
            has_department=department is not None,
            same_site=department is None or department.site_id == employee.site_id,
        )

    return check


def _check_of(track: Track, value: Any, actor: Actor) -> Check:
    """The check of a value that is given by its key, as spans hold it."""
    if track is SUPERIOR:
        return _superior_check(Employee.objects.get(pk=value))
    if track is TEAM:
        return _team_check(Team.objects.select_related("department").get(pk=value), other_site=True)
    post, department = value
    held_for = Department.objects.get(pk=department) if department else None
    return _post_check(Post.objects.get(pk=post), held_for, actor)


def _work_out(
    employee: Employee,
    track: Track,
    start: datetime.date,
    value: Any,
    reason: str,
    check: Check,
    actor: Actor,
) -> Change:
    """What the change would do and every objection against it. Reads only."""
    before = spans(track, employee.pk)
    tenure = tenure_on(employee, start)
    after = rules.changed_from(before, start, value, until=tenure.left_on)
    found = rules.day_objections(start, tenure)
    found += rules.reason_objections(start, employee.site.today(), reason)
    found += rules.same_value_objections(before, after)
    new = next((span for span in after if span.holds_on(start)), None)
    if value is not None and new is not None:
        found += check(employee, Span(start, new.end, value))
    found += _taken(track, before, after, actor)
    return Change(before, after, found)


def _opened(employee: Employee, track: Track, actor: Actor) -> Employee:
    """The employee, locked and allowed to be changed; with superiors the whole reporting tree waits."""
    if track is SUPERIOR:
        lock_reporting_lines()
    employee = locked(employee)
    require(access.may_edit(actor, employee))
    return employee


def _taken(track: Track, before: list[Span], after: list[Span], actor: Actor) -> list[Objection]:
    """What speaks against taking away what `before` has and `after` has not."""
    if track is not POST:
        return []
    return revocation_objections(actor, before, after, dict(Post.objects.values_list("pk", "code")))


def _change(
    employee: Employee,
    track: Track,
    start: datetime.date,
    value: Any,
    *,
    actor: Actor,
    reason: str,
    check: Check,
    expected: list[Span] | None,
) -> Employee:
    employee = _opened(employee, track, actor)
    change = _work_out(employee, track, start, value, reason, check, actor)
    if expected is not None and expected != change.before:
        raise RuleViolation(Objection("people.stale"))
    refuse(change.objections)
    write(track, {employee.pk: change.after}, {employee.pk: change.before})
    record(actor, track.verb, employee, track, change.before, change.after, reason)
    return employee


def record(
    actor: Actor,
    verb: str,
    employee: Employee,
    track: Track,
    before: list[Span],
    after: list[Span],
    reason: str,
) -> None:
    """Write a change of dated history to the trail: only the periods that differ, in words."""
    audit.record(
        actor,
        verb,
        employee,
        before={track.kind: in_words(track, [span for span in before if span not in after])},
        after={track.kind: in_words(track, [span for span in after if span not in before])},
        reason=reason,
    )


def in_words(track: Track, history: list[Span], names: dict[Any, str] | None = None) -> list[str]:
    """ "2026-01-01–2026-06-30 Team 3 " per span; the last day is the last one it holds.

    `names` as `names_of` gives them, where many histories are written at once.
    """
    names = names_of(track, history) if names is None else names
    day = datetime.timedelta(days=1)
    return [f"{s.start}–{s.end - day if s.end else ''} {names[s.value]}" for s in history]


def names_of(track: Track, history: list[Span]) -> dict[Any, str]:
    """What each value in a history is called, in the active language."""
    ids = {span.value for span in history}
    if track is TEAM:
        return {team.pk: str(team) for team in Team.objects.filter(pk__in=ids)}
    if track is SUPERIOR:
        return {e.pk: f"{e.number} {e}" for e in Employee.objects.filter(pk__in=ids)}
    posts = Post.objects.in_bulk({post for post, _ in ids})
    departments = Department.objects.in_bulk({department for _, department in ids if department})
    return {
        (post, department): f"{posts[post]} · {departments[department]}" if department else str(posts[post])
        for post, department in ids
    }


@transaction.atomic
def transfer_team(
    employee: Employee,
    team: Team,
    *,
    start: datetime.date,
    actor: Actor,
    reason: str = "",
    other_site: bool = False,
    expected: list[Span] | None = None,
) -> Employee:
    """Put somebody into a team from a day on; changes already planned for later stay."""
    team = locked_team(team)
    require(access.may_move_to(actor, team.department.site_id))
    check = _team_check(team, other_site)
    return _change(employee, TEAM, start, team.pk, actor=actor, reason=reason, check=check, expected=expected)


@transaction.atomic
def change_superior(
    employee: Employee,
    superior: Employee | None,
    *,
    start: datetime.date,
    actor: Actor,
    reason: str = "",
    expected: list[Span] | None = None,
) -> Employee:
    """Let somebody report to another person (None: to nobody) from a day on. Rings are refused."""
    value = superior.pk if superior else None
    check = _superior_check(superior)
    return _change(
        employee, SUPERIOR, start, value, actor=actor, reason=reason, check=check, expected=expected
    )


@transaction.atomic
def change_main_post(
    employee: Employee,
    post: Post,
    *,
    start: datetime.date,
    actor: Actor,
    department: Department | None = None,
    reason: str = "",
    expected: list[Span] | None = None,
) -> Employee:
    """Give somebody another main post from a day on; a deputy director's is held for a department."""
    value = (post.pk, department.pk if department else None)
    check = _post_check(post, department, actor)
    return _change(employee, POST, start, value, actor=actor, reason=reason, check=check, expected=expected)


def preview(
    employee: Employee,
    kind: str,
    *,
    start: datetime.date,
    actor: Actor,
    value: Team | Employee | Post | None,
    department: Department | None = None,
    other_site: bool = False,
    reason: str = "",
) -> Change:
    """What the dated change would do, without doing it. The service asks again under its lock."""
    if isinstance(value, Team):
        return _work_out(employee, TEAM, start, value.pk, reason, _team_check(value, other_site), actor)
    if isinstance(value, Post):
        pair = (value.pk, department.pk if department else None)
        return _work_out(employee, POST, start, pair, reason, _post_check(value, department, actor), actor)
    pk = value.pk if value else None
    return _work_out(employee, TRACKS[kind], start, pk, reason, _superior_check(value), actor)


@transaction.atomic
def undo_planned_change(
    employee: Employee, kind: str, *, start: datetime.date, actor: Actor, reason: str = ""
) -> Employee:
    """Take back the change planned for `start` (after today): what holds before it runs on."""
    track = TRACKS[kind]
    employee = _opened(employee, track, actor)
    before = spans(track, employee.pk)
    if start <= employee.site.today() or not any(span.start == start for span in before):
        raise RuleViolation(Objection("people.not_planned", {"start": start}))
    after = rules.undone(before, start)
    if track is SUPERIOR:
        refuse(_superiors_still_fit(employee, before, after))
    if track is POST:
        refuse(_posts_still_fit(employee, before, after, actor) or _taken(track, before, after, actor))
    write(track, {employee.pk: after}, {employee.pk: before})
    record(actor, "people.employee.planned_change_undone", employee, track, before, after, reason)
    return employee


def _superiors_still_fit(employee: Employee, before: list[Span], after: list[Span]) -> list[Objection]:
    found = []
    for span in after:
        if span not in before:
            found += _superior_check(Employee.objects.get(pk=span.value))(employee, span)
    return found


def _posts_still_fit(
    employee: Employee, before: list[Span], after: list[Span], actor: Actor
) -> list[Objection]:
    """A post that runs on because its end is taken back is given as much as any other."""
    return [
        objection
        for span in after
        if span not in before
        for objection in _check_of(POST, span.value, actor)(employee, span)
    ]


@transaction.atomic
def correct_period(
    employee: Employee, kind: str, *, start: datetime.date, by: Span, actor: Actor, reason: str
) -> Employee:
    """Replace the period that began on `start` by another (days, value, or both). A reason is always needed."""
    track = TRACKS[kind]
    employee = _opened(employee, track, actor)
    before = spans(track, employee.pk)
    found = rules.period_objections(by, tenure_on(employee, by.start))
    found += rules.overlap_objections(by, [span for span in before if span.start != start])
    if not reason.strip():
        found.append(Objection("people.reason_needed", {"day": start}, "reason"))
    after = rules.corrected(before, start, by)
    found += rules.same_value_objections(before, after)
    is_history = by.end is not None and by.end <= employee.site.today()
    found += _taken(track, before, after, actor)
    if not found and not (track is TEAM and is_history):  # a team may have gone out of use since
        found += _check_of(track, by.value, actor)(employee, by)
    refuse(found)
    write(track, {employee.pk: after}, {employee.pk: before})
    record(actor, "people.employee.period_corrected", employee, track, before, after, reason)
    return employee


@transaction.atomic
def add_role(
    employee: Employee,
    post: Post,
    *,
    start: datetime.date,
    actor: Actor,
    end: datetime.date | None = None,
    department: Department | None = None,
    reason: str = "",
) -> PostHolding:
    """Give somebody an extra role beside the main post, from `start` to before `end` (None: until ended)."""
    employee = locked(employee)
    require(access.may_edit(actor, employee))
    tenure = tenure_on(employee, start)
    span = Span(start, rules.earlier(end, tenure.left_on), post.pk)
    found = rules.period_objections(span, tenure)
    found += rules.reason_objections(start, employee.site.today(), reason)
    found += _post_check(post, department, actor)(employee, span)
    if not found:
        held = PostHolding.objects.filter(
            employee=employee, post=post, period__overlap=DateRange(span.start, span.end)
        )
        if department is not None:
            held = held.filter(department=department) | held.filter(department=None)
        if held.exists():
            found.append(Objection("people.role_held", {}, "value"))
    refuse(found)
    role = PostHolding.objects.create(
        employee=employee,
        post=post,
        is_primary=False,
        department=department,
        period=DateRange(span.start, span.end),
    )
    after = {"role": post.code, "department": department and department.code, "start": start, "end": span.end}
    audit.record(actor, "people.employee.role_added", employee, after=after, reason=reason)
    return role


@transaction.atomic
def end_role(role: PostHolding, *, end: datetime.date, actor: Actor, reason: str = "") -> PostHolding | None:
    """End an extra role on a day (the first without it). One that would never begin is taken back: None."""
    employee = locked(role.employee)
    require(access.may_edit(actor, employee))
    role = PostHolding.objects.select_for_update(of=("self",)).get(pk=role.pk, is_primary=False)
    assert role.period.lower is not None
    held = Span(role.period.lower, role.period.upper, (role.post_id, role.department_id))
    refuse(_taken(POST, [held], [], actor))
    before = {"role": role.post.code, "start": role.period.lower, "end": role.period.upper}
    if role.period.upper and role.period.upper <= end:
        raise RuleViolation(Objection("people.role_not_open", {"end": role.period.upper}, "end"))
    refuse(rules.reason_objections(end, employee.site.today(), reason))
    if end <= role.period.lower:
        role.delete()
        audit.record(actor, "people.employee.role_ended", employee, before=before, reason=reason)
        return None
    role.period = DateRange(role.period.lower, end)
    role.save(update_fields=["period"])
    audit.record(
        actor,
        "people.employee.role_ended",
        employee,
        before=before,
        after=before | {"end": end},
        reason=reason,
    )
    return role
