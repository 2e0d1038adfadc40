"""Planning a meeting, writing and closing its minutes, answers for everybody."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit.services import record
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site, Team
from staffing.records.bulletins.services import BulletinFacts, publish_bulletin, withdraw_bulletin
from staffing.records.meetings import access, rules
from staffing.records.meetings.models import AgendaItem, Attendance, Meeting, Presence, UnifiedAnswer
from staffing.records.meetings.of_shifts.selectors import seen
from staffing.records.meetings.selectors import invited
from staffing.records.meetings.series import SERIES, MeetingKind


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting to plan. No `topics`: those of its series."""

    kind: MeetingKind
    title: str
    starts_at: datetime.datetime
    chair: Employee
    ends_at: datetime.datetime | None = None
    place: str = ""
    team: Team | None = None
    topics: Sequence[str] = ()


@transaction.atomic
def plan_meeting(site: Site, facts: MeetingFacts, *, actor: Actor) -> Meeting:
    """Plan a meeting; whom its series asks is on the list and hears of it."""
    require(access.may_plan(actor, site, facts.team))
    found = rules.objections(title=facts.title, starts_at=facts.starts_at, ends_at=facts.ends_at)
    if facts.chair.site_id != site.pk:
        found.append(Objection("meetings.other_site", field="chair"))
    if facts.team is not None and facts.team.department.site_id != site.pk:
        found.append(Objection("meetings.other_site", field="team"))
    if found:
        raise RuleViolation(found)
    on = facts.starts_at.astimezone(site.zone).date()
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                site=site,
                team=facts.team,
                kind=facts.kind,
                title=facts.title.strip(),
                on=on,
                starts_at=facts.starts_at,
                ends_at=facts.ends_at,
                place=facts.place.strip(),
                chair=facts.chair,
                created_by=user_of(actor),
            )
    except IntegrityError:
        raise RuleViolation(Objection("meetings.planned_already", field="starts_at")) from None
    series = SERIES[facts.kind]
    topics = [topic.strip() for topic in facts.topics if topic.strip()] or [str(one) for one in series.topics]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, place=place, topic=topic[:160]) for place, topic in enumerate(topics, 1)
    )
    people = list(invited(site, series, facts.team, on))
    if facts.chair not in people:
        people.append(facts.chair)
    Attendance.objects.bulk_create(Attendance(meeting=meeting, employee=one) for one in people)
    record(
        actor,
        "records.meeting.planned",
        meeting,
        after={"starts_at": facts.starts_at.isoformat(), "topics": topics, "people": len(people)},
    )
    _tell(meeting, people, actor)
    return meeting


@transaction.atomic
def write_minutes(
    meeting: Meeting,
    *,
    actor: Actor,
    minutes: str,
    notes: Mapping[int, str],
    presence: Mapping[int, str],
    close: bool = False,
) -> Meeting:
    """Write the minutes: words, notes by agenda item, presence by attendance row (ids). `close`: nothing changes afterwards."""
    meeting = _locked(meeting)
    require(access.may_keep(actor, meeting))
    if not meeting.is_open:
        raise RuleViolation(Objection("meetings.is_closed"))
    agenda, people = list(meeting.agenda.all()), list(meeting.attendance.all())
    for item in agenda:
        item.notes = notes.get(item.pk, item.notes).strip()
    for line in people:
        line.presence = presence.get(line.pk, line.presence)
    if close and meeting.shift_on is not None:
        unmarked = [line for line in people if line.presence == Presence.EXPECTED]
        known = seen(meeting, unmarked)
        for line in unmarked:
            line.presence = known[line.pk]
    now = timezone.now()
    if close:
        found = rules.minutes_objections(
            minutes=minutes,
            now=now,
            starts_at=meeting.starts_at,
            empty_topics=[item.label for item in agenda if not item.notes],
            needs_topics=meeting.series.needs_topics,
            unmarked=sum(line.presence == Presence.EXPECTED for line in people),
        )
        if found:
            raise RuleViolation(found)
    AgendaItem.objects.bulk_update(agenda, ["notes"])
    Attendance.objects.bulk_update(people, ["presence"], batch_size=500)
    before = {"minutes": meeting.minutes}
    meeting.minutes = minutes.strip()
    meeting.closed_at = now if close else None
    meeting.save(update_fields=["minutes", "closed_at"])
    present = sum(line.presence == Presence.PRESENT for line in people)
    after = {"minutes": meeting.minutes, "present": present, "people": len(people)}
    record(
        actor,
        "records.meeting.closed" if close else "records.meeting.minuted",
        meeting,
        before=before,
        after=after,
    )
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, actor: Actor, reason: str) -> Meeting:
    """Call a meeting off; who was asked hears of it."""
    meeting = _locked(meeting)
    require(access.may_keep(actor, meeting))
    if not meeting.is_open:
        raise RuleViolation(Objection("meetings.is_closed"))
    if not reason.strip():
        raise RuleViolation(Objection("meetings.reason_needed", field="reason"))
    meeting.cancelled_at = timezone.now()
    meeting.save(update_fields=["cancelled_at"])
    record(actor, "records.meeting.cancelled", meeting, reason=reason.strip())
    people = [line.employee for line in meeting.attendance.select_related("employee")]
    notify(
        "records.meeting_cancelled",
        recipients={one.user_id for one in people if one.user_id} - {getattr(actor, "pk", None)},
        subject=meeting,
        figures={"title": meeting.name, "on": meeting.on, "reason": reason.strip()},
        key=f"{meeting.pk}",
        site_id=meeting.site_id,
    )
    return meeting


@transaction.atomic
def publish_answer(
    site: Site,
    *,
    actor: Actor,
    question: str,
    answer: str,
    tags: Sequence[str] = (),
    meeting: Meeting | None = None,
) -> UnifiedAnswer:
    """Publish the one answer to a question: it goes to everybody of the site as a bulletin that must be read (S2E-7)."""
    require(access.may_publish_answers(actor, site))
    found = []
    if not question.strip():
        found.append(Objection("meetings.question_needed", field="question"))
    if not answer.strip():
        found.append(Objection("meetings.answer_needed", field="answer"))
    if meeting is not None and meeting.site_id != site.pk:
        found.append(Objection("meetings.other_site"))
    if found:
        raise RuleViolation(found)
    bulletin = publish_bulletin(site, BulletinFacts(question.strip()[:160], answer), actor=actor)
    made = UnifiedAnswer.objects.create(
        site=site,
        question=question.strip(),
        answer=answer.strip(),
        tags=[tag.strip()[:40] for tag in tags if tag.strip()],
        meeting=meeting,
        bulletin=bulletin,
        published_by=user_of(actor),
    )
    record(actor, "records.answer.published", made, after={"question": made.question, "answer": made.answer})
    return made


@transaction.atomic
def withdraw_answer(answer: UnifiedAnswer, *, actor: Actor, reason: str) -> UnifiedAnswer:
    """Take an answer back, and its bulletin with it."""
    answer = (
        UnifiedAnswer.objects.select_for_update(of=("self",))
        .select_related("site", "bulletin")
        .get(pk=answer.pk)
    )
    require(access.may_publish_answers(actor, answer.site))
    found = []
    if answer.withdrawn_at is not None:
        found.append(Objection("meetings.answer_withdrawn"))
    if not reason.strip():
        found.append(Objection("meetings.reason_needed", field="reason"))
    if found:
        raise RuleViolation(found)
    answer.withdrawn_at = timezone.now()
    answer.save(update_fields=["withdrawn_at"])
    if answer.bulletin is not None and answer.bulletin.withdrawn_at is None:
        withdraw_bulletin(answer.bulletin, actor=actor, reason=reason)
    record(actor, "records.answer.withdrawn", answer, reason=reason.strip())
    return answer


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("site", "team", "chair")
    return rows.get(pk=meeting.pk)


def _tell(meeting: Meeting, people: Sequence[Employee], actor: Actor) -> None:
    if meeting.kind in (MeetingKind.PRE_SHIFT, MeetingKind.POST_SHIFT):
        return  # part of every shift: nobody is asked anew
    notify(
        "records.meeting_planned",
        recipients={one.user_id for one in people if one.user_id} - {getattr(actor, "pk", None)},
        subject=meeting,
        figures={"title": meeting.title, "at": meeting.starts_at, "place": meeting.place or "–"},
        key=f"{meeting.pk}",
        site_id=meeting.site_id,
    )
