"""Who answers for a complaint: always somebody by name (S2A-17)."""

from callcenter.access.posts import PostCode
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site

SERVICE_MANAGERS = (PostCode.DIRECTOR, PostCode.CENTER_MANAGER)


def service_manager(site: Site, *, not_about: int | None = None) -> Employee:
    """The service manager of the site: the director, else the center manager, never whom it is about. Refused without one."""
    for post in SERVICE_MANAGERS:
        people = Employee.objects.holding([post], site.today()).filter(site=site, user__is_active=True)
        found = people.exclude(pk=not_about or 0).select_related("user").order_by("number").first()
        if found is not None:
            return found
    raise RuleViolation(Objection("cases.no_service_manager", {"site": site}))


def may_own(employee: Employee, site: Site) -> bool:
    """Whether somebody may be named: of the service department of the site, with a log-in."""
    posts = (PostCode.COMPLAINT_OFFICER, *SERVICE_MANAGERS)
    if employee.user is None or not employee.user.is_active:
        return False
    return Employee.objects.holding(posts, site.today()).filter(pk=employee.pk, site=site).exists()


def officers(site: Site) -> "list[Employee]":
    """Everybody who may be named as an owner at the site."""
    posts = (PostCode.COMPLAINT_OFFICER, *SERVICE_MANAGERS)
    people = Employee.objects.holding(posts, site.today()).filter(site=site, user__is_active=True)
    return list(people.distinct().order_by("number"))
