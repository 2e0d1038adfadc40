"""Saying which department is sales, warehouse and finance for a site's papers."""

from collections.abc import Mapping

from django.db import transaction

from callcenter.access.permissions import Actor, position, require
from callcenter.audit.services import record
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Site
from complaints.remedies import access
from complaints.remedies.duties.models import Duty, DutyHolder


def holders(site: Site) -> dict[str, Department]:
    """Duty -> department, of a site."""
    rows = DutyHolder.objects.filter(site=site).select_related("department__site")
    return {row.duty: row.department for row in rows}


@transaction.atomic
def name_departments(site: Site, named: Mapping[str, Department | None], *, actor: Actor) -> None:
    """Set the department of each duty; None: the service department does it itself. One department has one duty of a site."""
    Site.objects.select_for_update().get(pk=site.pk)
    require(actor is None or (access.may_name_departments(actor) and site.pk in position(actor).site_ids))
    chosen = [one.pk for one in named.values() if one is not None]
    if len(set(chosen)) != len(chosen):
        raise RuleViolation(Objection("remedies.department_twice"))
    before = {duty: one.code for duty, one in holders(site).items()}
    DutyHolder.objects.filter(site=site).delete()
    rows = [DutyHolder(site=site, duty=Duty(duty), department=one) for duty, one in named.items() if one]
    DutyHolder.objects.bulk_create(rows)
    after = {duty: one.code for duty, one in holders(site).items()}
    record(actor, "remedies.departments.named", before=before, after=after, site_id=site.pk)
