"""Giving somebody an action, handing it to another, doing it."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit.services import record
from callcenter.clocks.services import start_clock, stop_running
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from staffing.records.access import keeps, keeps_site, me
from staffing.records.actions.deadlines import ACTION
from staffing.records.actions.models import Action
from staffing.records.incidents.models import Incident
from staffing.records.meetings.models import Meeting


def may_give(actor: Actor, source: Incident | Meeting) -> bool:
    """Who keeps the record that it comes from."""
    return keeps(actor, source.site_id, source.team_id)


def may_finish(actor: Actor, action: Action) -> bool:
    """The owner, or who keeps the site's records."""
    return keeps_site(actor, action.site_id) or me(actor) == action.owner_id


@transaction.atomic
def give_action(
    source: Incident | Meeting, *, actor: Actor, text: str, owner: Employee, due_on: datetime.date
) -> Action:
    """Give somebody something to do by the end of that day at the site; they hear of it and a clock starts."""
    require(may_give(actor, source))
    site, found = source.site, []
    if not text.strip():
        found.append(Objection("actions.text_needed", field="text"))
    if due_on < site.today():
        found.append(Objection("actions.due_is_past", field="due_on"))
    if owner.site_id != site.pk or not owner.is_employed(site.today()):
        found.append(Objection("actions.owner_elsewhere", {"name": owner}, field="owner"))
    if found:
        raise RuleViolation(found)
    made = Action.objects.create(
        site=site,
        incident=source if isinstance(source, Incident) else None,
        meeting=source if isinstance(source, Meeting) else None,
        text=text.strip(),
        owner=owner,
        due_on=due_on,
        created_by=user_of(actor),
    )
    end = datetime.datetime.combine(due_on + datetime.timedelta(days=1), datetime.time.min, site.zone)
    due_at = end - datetime.timedelta(seconds=1)
    start_clock(ACTION, made, site=site, actor=actor, due_at=due_at, owner=owner.user, team=source.team)
    record(
        actor,
        "records.action.given",
        made,
        after={"owner": owner.number, "due_on": due_on.isoformat(), "of": str(source)},
    )
    if owner.user_id and owner.user_id != getattr(actor, "pk", None):
        notify(
            "records.action_given",
            recipients=[owner.user_id],
            subject=made,
            figures={"text": made.text, "due_on": due_on},
            key=f"{made.pk}",
            site_id=site.pk,
        )
    return made


@transaction.atomic
def finish_action(action: Action, *, actor: Actor, result: str) -> Action:
    """Say that it is done, with what came of it; the clock stops."""
    action = (
        Action.objects.select_for_update(of=("self",))
        .select_related("site", "owner", "incident", "meeting")
        .get(pk=action.pk)
    )
    require(may_finish(actor, action))
    if action.done_at is not None:
        raise RuleViolation(Objection("actions.done_already"))
    if not result.strip():
        raise RuleViolation(Objection("actions.result_needed", field="result"))
    action.done_at, action.result = timezone.now(), result.strip()
    action.save(update_fields=["done_at", "result"])
    stop_running(ACTION, action, actor=actor)
    record(actor, "records.action.finished", action, after={"result": action.result})
    return action
