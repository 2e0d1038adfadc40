"""Who may see customers, record, change, merge, take them away. Agents see those they are serving (domain §3.4)."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.access.posts import PostCode
from callcenter.keys import few
from callcenter.people.models import Employee, Site, TeamMembership
from callcenter.rulebook.values import value
from complaints.customers import serving
from complaints.customers.dossier import SUBJECT, Customer

NOTHING = Q(pk__in=[])


def reach(user: Actor, action: Action = Action.VIEW) -> Q:
    """The condition on customers: by scope, and for looking also those that one was let see for some days."""
    found, where = scope(user, action, SUBJECT), position(user)
    if found is Scope.NONE:
        return NOTHING
    if found is Scope.ALL:
        return ~NOTHING
    me = where.employee_id
    granted = _granted(me) if action is Action.VIEW and me is not None else None
    if found is Scope.SITE:
        here = Q(site__in=where.site_ids)
        return here if granted is None else here | Q(pk__in=granted)
    if me is None:
        return NOTHING
    people = _people(found, me, where.team_ids, where.department_ids, where.today)
    served = _served_by(people, user)
    if granted is not None:
        served.append(granted)
    return Q(pk__in=served[0].union(*served[1:]))


def listed(user: Actor) -> Q:
    """The same condition for looking, with the customers that one was let see beside a site's as keys."""
    where = position(user)
    if scope(user, Action.VIEW, SUBJECT) is not Scope.SITE or where.employee_id is None:
        return reach(user)
    here = Q(site__in=where.site_ids)
    others = few(_granted(where.employee_id))
    if others is None:
        return reach(user)
    return here | Q(pk__in=others) if others else here


def _people(found: Scope, me: int, teams: Any, departments: Any, today: datetime.date | None) -> Any:
    """Whose customers count: one's own, and those of today's members of one's teams or departments."""
    if found is Scope.OWN:
        return [me]
    of = Q(team__in=teams) if found is Scope.TEAM else Q(team__department__in=departments)
    members = TeamMembership.objects.filter(of, period__contains=today or timezone.localdate())
    return Employee.objects.filter(Q(pk=me) | Q(pk__in=members.values("employee"))).values("pk")


def _served_by(people: Any, user: Actor) -> list[QuerySet[Any]]:
    """Looked after, kept contact with, recorded just now, served; a merged record counts as the one it went into."""
    from complaints.customers.models import Liaison

    ways = [
        Customer.objects.filter(owner__in=people).values("pk"),
        Liaison.objects.open().filter(employee__in=people).values("customer"),
        Customer.objects.filter(created_by__in=people, created_at__gte=_recorded_since(user)).values("pk"),
        *serving.served_by(people),
    ]
    return [Customer.objects.filter(pk__in=way).values(one=Coalesce("merged_into", "pk")) for way in ways]


def _recorded_since(user: Actor) -> datetime.datetime:
    employee = getattr(user, "employee", None)
    hours = value("customer.own_record_hours", employee.site if employee else None)
    return timezone.now() - datetime.timedelta(hours=hours)


def _granted(me: int) -> QuerySet[Any]:
    from complaints.customers.models import AccessRequest, AccessState

    grants = AccessRequest.objects.filter(employee=me, state=AccessState.GRANTED, until__gt=timezone.now())
    return Customer.objects.filter(pk__in=grants.values("customer")).values(one=Coalesce("merged_into", "pk"))


def may_create(actor: Actor, site: Site) -> bool:
    """At one's own site; the system anywhere (a customer who writes through the web form)."""
    return actor is None or _at(actor, site, scope(actor, Action.CREATE, SUBJECT))


def may_create_something(actor: Actor) -> bool:
    """For buttons."""
    return may(actor, Action.CREATE, SUBJECT)


def may_see(actor: Actor, customer: Customer) -> bool:
    """Whether the record is in sight."""
    return actor is None or Customer.objects.visible_to(actor).filter(pk=customer.pk).exists()


def may_edit(actor: Actor, customer: Customer) -> bool:
    """Complaint officers and managers of the site, the customer-data officer; whoever looks after the customer as well."""
    if actor is None or _at(actor, customer.site, scope(actor, Action.EDIT, SUBJECT)):
        return True
    return customer.owner_id is not None and customer.owner_id == position(actor).employee_id


def may_place(actor: Actor, customer_site: Site) -> bool:
    """Say who looks after a customer, who keeps contact, and that they are a key customer."""
    return actor is None or _at(actor, customer_site, scope(actor, Action.EDIT, SUBJECT))


def may_merge(actor: Actor, *customers: Customer) -> bool:
    """Whoever may change both."""
    return all(may_place(actor, one.site) for one in customers)


def may_reveal(actor: Actor, customer: Customer) -> bool:
    """Whoever of ours sees the record may look, with a reason. Programs may not: their reasons are nobody's."""
    return position(actor).employee_id is not None and may_see(actor, customer)


def may_see_looks(actor: Actor, site: Site) -> bool:
    """Who looked: the customer-data officer, and those who take lists away: directors and above of the site."""
    return actor is not None and _at(actor, site, scope(actor, Action.EXPORT, SUBJECT))


def may_decide(actor: Actor) -> bool:
    """The customer-data officer grants a look beyond one's own."""
    return actor is None or may(actor, Action.APPROVE, SUBJECT)


def is_data_officer(actor: Actor) -> bool:
    return PostCode.INFO_ADMIN in position(actor).posts


def may_export(actor: Actor) -> bool:
    """Director and above and the customer-data officer; nobody who is leaving (S2D-5)."""
    if not may(actor, Action.EXPORT, SUBJECT):
        return False
    employee = getattr(actor, "employee", None)
    return employee is None or employee.left_on is None


def _at(actor: Actor, site: Site, found: Scope) -> bool:
    where = position(actor)
    if found is Scope.ALL:
        return True
    return found > Scope.NONE and site.pk in where.site_ids
