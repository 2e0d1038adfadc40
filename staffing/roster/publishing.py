"""Publishing a roster: checked, then published as a whole in one transaction, and kept as a version; checks let pass.

Set-based: the shifts are published by one statement, the version is one row, everybody concerned is told in one.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.notifications.services import Notice, notify_many
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from staffing.roster import access, changes, checks, deadlines, messages, selectors
from staffing.roster.checks import Key, Report
from staffing.roster.duties import Duty
from staffing.roster.models import Assignment, Roster, RosterOverride, RosterVersion
from staffing.roster.versions import Content, differences
from staffing.shifts.rules import span

MOST_NAMED = 30  # findings that a refusal names
Progress = Callable[[int, int], None]


@transaction.atomic
def publish_roster(
    roster: Roster, *, actor: Actor, reason: str = "", progress: Progress | None = None
) -> RosterVersion:
    """Publish a roster, or publish it anew as the next version after changes (then with a reason).

    Refused while a check blocks that the center manager has not let pass. Everybody in it is told once: of their shifts the
    first time, later of how many of their days differ from the version before.
    """
    rows = Roster.objects.select_for_update(of=("self",)).select_related("site", "department")
    roster = rows.get(pk=roster.pk)
    require(access.may_publish(actor, roster.site_id))
    if roster.is_published and not reason.strip():
        raise RuleViolation(Objection("roster.no_reason_to_publish", field="reason"))
    report = checks.check(roster, progress=progress)
    content = content_of(report)
    last = roster.versions.order_by("-number").first()
    refuse_what_keeps_back(report, content, last)
    now, is_first = timezone.now(), not roster.is_published
    roster.published_number += 1
    roster.published_at = roster.published_at or now
    roster.save(update_fields=["published_number", "published_at"])
    if is_first:
        Assignment.objects.filter(roster=roster, is_published=False, cancelled_at__isnull=False).delete()
        Assignment.objects.standing().filter(roster=roster).update(is_published=True)
        changes.tell((employee, duty.on) for employee, duties in report.duties.items() for duty in duties)
    version = RosterVersion.objects.create(
        roster=roster,
        number=roster.published_number,
        content=content,
        published_by=user_of(actor),
        published_at=now,
        reason=reason.strip(),
    )
    _tell(report, version, last)
    deadlines.stop(roster, actor=actor)
    audit.record(
        actor,
        "roster.published",
        roster,
        after={
            "version": version.number,
            "people": len(report.duties),
            "shifts": sum(map(len, report.duties.values())),
            "let_pass": len(report.passed),
        },
        reason=reason.strip(),
    )
    return version


def content_of(report: Report) -> Content:
    """What a version keeps: {employee number: {day: [code, start, end]}}; overtime under "day+start"."""
    return {
        report.people[employee].employee.number: dict(_cell(duty) for duty in duties)
        for employee, duties in report.duties.items()
    }


def content_now(roster: Roster) -> Content:
    """What a version would keep of the roster as it stands; two queries."""
    duties = selectors.duties_of(Assignment.objects.standing().filter(roster=roster))
    numbers = dict(Employee.objects.filter(pk__in=duties).values_list("pk", "number"))
    return {numbers[employee]: dict(_cell(duty) for duty in each) for employee, each in duties.items()}


def _cell(duty: Duty) -> tuple[str, list[Any]]:
    start, end = span(duty.segments)
    key = f"{duty.on}+{start}" if duty.is_overtime else duty.on.isoformat()
    return key, [duty.code, start, end]


def refuse_what_keeps_back(report: Report, content: Content, last: RosterVersion | None) -> None:
    """RuleViolation when there is nothing to publish, nothing new, or a finding that blocks."""
    if not content:
        raise RuleViolation(Objection("roster.empty"))
    if last is not None and last.content == content:
        raise RuleViolation(Objection("roster.nothing_changed", {"number": last.number}))
    blocking = report.blocking
    if not blocking:
        return
    found = [Objection("roster.blocked", {"count": len(blocking)})]
    for each in blocking[:MOST_NAMED]:
        sentence = each.objection.sentence
        figures = {"name": each.name, "sentence": sentence}
        code = "roster.blocked_by" if each.name and each.name not in sentence else "roster.blocked_by_shift"
        found.append(Objection(code, figures, rules=each.objection.rules))
    raise RuleViolation(found)


def _tell(report: Report, version: RosterVersion, last: RosterVersion | None) -> None:
    roster = version.roster
    counts: Counter[str] = Counter()  # by employee number; also of who has no shift any more
    if last is None:
        counts.update({report.people[pk].employee.number: len(each) for pk, each in report.duties.items()})
    else:
        counts.update(each.number for each in differences(last.content, version.content))
    users = Employee.objects.filter(number__in=counts, user__isnull=False).values_list("number", "user_id")
    kind = messages.PUBLISHED if last is None else messages.PUBLISHED_AGAIN
    notify_many(
        Notice(
            kind,
            f"{roster.pk}:{version.number}",
            [user],
            subject=roster,
            figures={"month": f"{roster.month:%Y-%m}", "count": counts[number], "number": version.number},
            site_id=roster.site_id,
            url=messages.my_shifts(roster.month),
        )
        for number, user in users
        if user is not None
    )


@transaction.atomic
def let_pass(roster: Roster, keys: Sequence[Key], *, actor: Actor, reason: str) -> list[RosterOverride]:
    """Let findings of a roster's checks pass, all with one reason; the center manager alone may. Each is on record.

    A key is (employee, day, code of the check). What was let pass already is left alone. A finding may be let pass before it
    is there: a published roster refuses the change that would bring it.
    """
    roster = Roster.objects.select_for_update(of=("self",)).get(pk=roster.pk)
    require(access.may_let_pass(actor, roster.site_id))
    found = []
    if not reason.strip():
        found.append(Objection("roster.no_reason_to_let_pass", field="reason"))
    if not keys:
        found.append(Objection("roster.nothing_to_let_pass"))
    for _employee, on, code in keys:
        if code not in checks.PASSABLE:
            found.append(Objection("roster.not_passable"))
        elif not roster.month <= on < roster.next_month:
            found.append(Objection("roster.other_month", {"day": on.isoformat()}))
    people = {employee for employee, _on, _code in keys if employee is not None}
    if Employee.objects.filter(pk__in=people, site=roster.site_id).count() != len(people):
        found.append(Objection("roster.no_such_person"))
    if found:
        raise RuleViolation(found)
    known = set(roster.overrides.values_list("employee_id", "on", "code"))
    rows = [
        RosterOverride(
            roster=roster,
            employee_id=employee,
            on=on,
            code=code,
            reason=reason.strip(),
            given_by=user_of(actor),
        )
        for employee, on, code in dict.fromkeys(keys)
        if (employee, on, code) not in known
    ]
    if not rows:
        raise RuleViolation(Objection("roster.passed_already"))
    RosterOverride.objects.bulk_create(rows)
    audit.record(
        actor,
        "roster.check.let_pass",
        roster,
        after={"checks": [f"{row.code} {row.on} {row.employee_id or ''}".strip() for row in rows[:100]]},
        reason=reason.strip(),
    )
    return rows
