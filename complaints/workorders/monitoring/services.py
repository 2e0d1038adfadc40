"""The weekly look at every category: what needs a closer look is kept and told once (S1-26)."""

import datetime
from decimal import Decimal

from django.db import transaction

from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.people.models import Employee, Site
from complaints.workorders.deadlines import users_of
from complaints.workorders.monitoring.models import FocusAlert, FocusReason
from complaints.workorders.monitoring.selectors import focus_facts, focus_policy
from complaints.workorders.rules import focus


@transaction.atomic
def look(site: Site, monday: datetime.date) -> int:
    """Look at the week that begins on that Monday; how many findings were new. Runs any number of times, also twice at once."""
    list(Site.objects.select_for_update(of=("self",)).filter(pk=site.pk))
    policy, made = focus_policy(site, monday), 0
    known = set(FocusAlert.objects.filter(site=site, week=monday).values_list("category", "reason"))
    directors = Employee.objects.filter(site=site).holding([PostCode.DIRECTOR], site.today())
    users = users_of(directors.employed(site.today()))
    for category, facts in focus_facts(site, monday).items():
        new = [one for one in focus(facts, policy) if (category.pk, one.reason) not in known]
        for one in new:
            alert = FocusAlert.objects.create(
                site=site,
                category=category,
                week=monday,
                reason=one.reason,
                numerator=one.numerator,
                denominator=one.denominator,
                threshold=Decimal(str(round(one.threshold, 2))),
            )
            audit.record(None, "workorders.focus.found", alert, site_id=site.pk)
            made += 1
        if new and users:
            reasons = ", ".join(str(FocusReason(one.reason).label) for one in new)
            notify(
                "workorders.focus",
                recipients=users,
                figures={"week": monday, "category": category, "reason": reasons},
                key=f"{category.pk}:{monday:%Y%m%d}",
                site_id=site.pk,
                url="/complaints/work-orders/figures/",
            )
    return made
