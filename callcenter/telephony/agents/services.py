"""Saying which employee a name on the switch is."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from callcenter.telephony import access
from callcenter.telephony.agents.suggestions import Candidate, suggested
from callcenter.telephony.facts import changes
from callcenter.telephony.facts.models import Call, SwitchAgent


def unknown_agents(site: Site) -> int:
    """How many agents of the switch nobody has named yet."""
    return SwitchAgent.objects.filter(site=site, employee=None, is_ignored=False).count()


def suggestions(site: Site, agents: Iterable[SwitchAgent]) -> dict[int, Employee]:
    """Agent to the employee that their code or name points to; employees with an agent of their own are left out."""
    free = Employee.objects.filter(site=site).exclude(switch_agents__site=site)
    people = {person.pk: person for person in free}
    candidates = [
        Candidate(p.pk, p.number, tuple(name for name in (p.name, p.name_zh) if name))
        for p in people.values()
    ]
    found = {agent.pk: suggested(agent.code, candidates) for agent in agents if agent.employee_id is None}
    return {pk: people[person] for pk, person in found.items() if person is not None}


@transaction.atomic
def map_agent(
    agent: SwitchAgent,
    *,
    actor: Actor,
    employee: Employee | None = None,
    is_ignored: bool = False,
    expected: Mapping[str, object] | None = None,
) -> SwitchAgent:
    """Say that the agent is that employee, or not a person; both empty makes it unknown again.

    `expected`: the `standing` that the page showed; refused when somebody has said otherwise since. The days on
    which the agent has calls are counted again, because teams and persons get other sums.
    """
    agent = SwitchAgent.objects.select_for_update(of=("self",)).select_related("site").get(pk=agent.pk)
    require(access.may_name(actor, agent.site_id))
    if employee is not None and is_ignored:
        raise RuleViolation(Objection("telephony.agent_person_or_not", field="employee"))
    if employee is not None and employee.site_id != agent.site_id:
        figures = {"employee": str(employee), "site": str(agent.site)}
        raise RuleViolation(Objection("telephony.agent_other_site", figures, field="employee"))
    if expected is not None and dict(expected) != standing(agent):
        raise RuleViolation(Objection("telephony.agent_changed", {"code": agent.code}))
    before = standing(agent)
    agent.employee, agent.is_ignored = employee, is_ignored
    if standing(agent) == before:
        return agent
    agent.save(update_fields=["employee", "is_ignored"])
    audit.record(actor, "telephony.agent.mapped", agent, before=before, after=standing(agent))
    days = set(Call.objects.filter(agent=agent).values_list("day", flat=True).distinct())
    if days:
        changes.days_changed(agent.site_id, days, changes.Why.MAPPING)
    return agent


@transaction.atomic
def map_agents(agents: Iterable[SwitchAgent], *, actor: Actor, how: str) -> list[SwitchAgent]:
    """Many at once: `how` is "suggested" (take the suggestion of each that has one) or "ignored" (not persons)."""
    chosen = sorted(agents, key=lambda agent: agent.pk)
    if not chosen:
        raise RuleViolation(Objection("telephony.agents_none_chosen"))
    if how == "ignored":
        return [map_agent(agent, actor=actor, is_ignored=True) for agent in chosen]
    people = suggestions(chosen[0].site, chosen)
    found = [agent for agent in chosen if agent.pk in people]
    if not found:
        raise RuleViolation(
            Objection("telephony.no_suggestion", {"code": ", ".join(a.code for a in chosen[:5])})
        )
    return [map_agent(agent, actor=actor, employee=people[agent.pk]) for agent in found]


def standing(agent: SwitchAgent) -> dict[str, object]:
    """Who it is said to be: the employee's number or None, and whether it is no person."""
    return {
        "employee": agent.employee.number if agent.employee else None,
        "is_ignored": agent.is_ignored,
    }
