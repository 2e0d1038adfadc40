"""Who hears of an execution: handlers of the department whose turn it is, the sales deputy GM, managers of the site."""

from django.db.models import Q

from callcenter.access.posts import PostCode
from callcenter.people.employees.models import EmployeeQuerySet
from callcenter.people.models import Employee, Site
from complaints.remedies.duties.models import DutyHolder


def handlers(site: Site, duty: str) -> list[int]:
    """Log-ins of the handlers of the department that has the duty for the site; without one, of the complaint officers."""
    today = site.today()
    department = DutyHolder.objects.filter(site=site, duty=duty).values_list("department", flat=True).first()
    if department is None:
        return _logins(Employee.objects.holding((PostCode.COMPLAINT_OFFICER,), today).filter(site=site))
    place = Q(teammemberships__period__contains=today, teammemberships__team__department=department) | Q(
        postholdings__period__contains=today,
        postholdings__post__code=PostCode.DEPT_HANDLER,
        postholdings__department=department,
    )
    return _logins(Employee.objects.holding((PostCode.DEPT_HANDLER,), today).filter(place))


def signers(site: Site) -> list[int]:
    """Log-ins of the sales deputy GM."""
    return _logins(Employee.objects.holding((PostCode.SALES_DEPUTY_GM,), site.today()))


def managers(site: Site) -> list[int]:
    """Log-ins of the center managers of the site and of the deputy GM in charge."""
    today = site.today()
    found = Employee.objects.holding((PostCode.CENTER_MANAGER,), today).filter(site=site)
    return _logins(found) + _logins(Employee.objects.holding((PostCode.DEPUTY_GM,), today))


def _logins(people: EmployeeQuerySet) -> list[int]:
    rows = people.filter(user__is_active=True).values_list("user_id", flat=True)
    return sorted(set(rows))
