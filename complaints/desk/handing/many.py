"""More complaints than a page can wait for get one owner: a job takes one after the other and says which it could not."""

from collections.abc import Sequence

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor
from callcenter.audit import services as audit
from callcenter.files.bulk.models import Fate
from callcenter.files.bulk.registry import Thing
from callcenter.files.bulk.services import MOST, start_bulk
from callcenter.files.jobs.models import Job
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from complaints.cases import services as cases
from complaints.cases.filters import CaseFilter
from complaints.cases.models import Case, CaseQuerySet
from complaints.desk.handing.services import tell_owner

KIND = "desk.hand_over"


def matching(rows: CaseQuerySet, query: str) -> CaseQuerySet:
    """The complaints among these that the list's filters leave. Refused when a filter cannot be understood: the list
    shows everything then, which nobody chose."""
    found = CaseFilter(QueryDict(query), queryset=rows)
    if not found.is_valid():
        raise RuleViolation(Objection("desk.filter_unclear"))
    return found.qs


@transaction.atomic
def hand_over_many(
    keys: Sequence[int], owner: Employee, *, actor: Actor, site: Site, reason: str, back: str = ""
) -> Job:
    """Have a worker hand over exactly these complaints, one by one: what cannot be is listed, the others go on."""
    if len(set(keys)) > MOST:
        raise RuleViolation(Objection("desk.too_many", {"most": MOST, "count": len(set(keys))}))
    job = start_bulk(
        KIND,
        _("New owner: %(owner)s") % {"owner": owner},
        keys=sorted(keys),
        params={"owner": owner.pk, "reason": reason, "next": back},
        site_id=site.pk,
        actor=actor,
    )
    audit.record(
        actor,
        "desk.cases.hand_over_asked",
        owner,
        after={"job": job.pk, "cases": len(job.params["keys"])},
        reason=reason,
        site_id=site.pk,
    )
    return job


def load(job: Job, keys: Sequence[int], actor: Actor) -> dict[int, Thing]:
    """Those of the job's site that whoever asked may see."""
    rows = Case.objects.visible_to(actor).filter(site=job.site_id, pk__in=keys)
    found = rows.defer("search", "content").select_related("site", "owner")
    return {case.pk: Thing(case.reference, case.get_absolute_url(), case) for case in found}


def hand_one(job: Job, case: Case, actor: Actor) -> str | None:
    """One complaint; who had it before, None where it is theirs already."""
    before = str(case.owner)
    owner = Employee.objects.select_related("user", "site").get(pk=job.params["owner"])
    if case.is_open and case.owner_id == owner.pk:
        return None
    cases.assign(case, owner, actor=actor, reason=job.params["reason"], is_told=False)
    return before


def ended(job: Job, counts: dict[str, int]) -> None:
    """The trail says how many; the new owner hears of all of them at once."""
    owner = Employee.objects.select_related("user").get(pk=job.params["owner"])
    audit.record(
        job.requested_by,
        "desk.cases.handed_over",
        owner,
        after={"job": job.pk, **counts},
        reason=job.params["reason"],
        site_id=job.site_id,
    )
    if counts[Fate.DONE]:
        tell_owner(owner, counts[Fate.DONE], actor=job.requested_by, subject=job, key=f"job:{job.pk}")
