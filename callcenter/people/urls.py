"""Addresses of this room."""

import datetime

from django.urls import URLPattern, URLResolver, path, register_converter

from callcenter.people import site_switch
from callcenter.people.access_check import views as check
from callcenter.people.chart import views as organisation
from callcenter.people.delegations import views as delegations
from callcenter.people.employees import change_views, login_views
from callcenter.people.employees import role_views as roles
from callcenter.people.employees import views as employees
from callcenter.people.exchange import views as exchange
from callcenter.people.offboarding import views as offboarding


class DayConverter:
    """A day in an address: 2026-11-21."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat()


register_converter(DayConverter, "peopleday")
PERSON = "employees/<str:number>/"

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("switch-site/", site_switch.switch_site, name="switch_site"),
    path("me/", employees.me, name="me"),
    path("employees/", employees.employee_list, name="employees"),
    path("employees/hire/", employees.hire, name="hire"),
    path("employees/workbook/", exchange.workbook, name="employees-workbook"),
    path("reporting-line/", employees.reporting_line, name="reporting-line"),
    path("permissions/", check.pick, name="permissions"),
    path(PERSON, employees.employee, name="employee"),
    path(PERSON + "edit/", employees.edit, name="edit"),
    path(PERSON + "rehire/", employees.rehire, name="rehire"),
    path(PERSON + "leave/", employees.leave, name="leave"),
    path(PERSON + "leave/call-off/", employees.call_off_leave, name="call-off-leave"),
    path(PERSON + "change/<slug:kind>/", change_views.change, name="change"),
    path(PERSON + "history/<slug:kind>/<peopleday:start>/undo/", change_views.undo, name="undo"),
    path(PERSON + "history/<slug:kind>/<peopleday:start>/correct/", change_views.correct, name="correct"),
    path(PERSON + "roles/add/", change_views.add_role, name="add-role"),
    path(PERSON + "roles/<int:pk>/end/", change_views.end_role, name="end-role"),
    path(PERSON + "login/<slug:act>/", login_views.login, name="login"),
    path(PERSON + "permissions/", check.person, name="person-permissions"),
    path(PERSON + "offboarding/", offboarding.checklist, name="offboarding-of"),
    path("offboarding/", offboarding.leavers, name="offboarding"),
    path("deputies/", delegations.delegation_list, name="delegations"),
    path("deputies/name/", delegations.name, name="name-deputy"),
    path("deputies/<int:pk>/end/", delegations.end, name="delegation-end"),
    path("roles/", roles.role_list, name="roles"),
    path("organisation/", organisation.tree, name="organisation"),
    path("organisation/company/", organisation.company, name="company"),
    path("posts/", organisation.posts, name="posts"),
    path("posts/<slug:code>/", organisation.post, name="post"),
    path("sites/", organisation.site_list, name="sites"),
    path("sites/add/", organisation.add_site, name="add-site"),
    path("sites/<slug:code>/", organisation.site, name="site"),
    path("sites/<slug:code>/edit/", organisation.edit_site, name="edit-site"),
    path("sites/<slug:code>/departments/add/", organisation.add_department, name="add-department"),
    path("departments/<int:pk>/edit/", organisation.edit_department, name="edit-department"),
    path("departments/<int:pk>/teams/add/", organisation.add_team, name="add-team"),
    path("teams/<int:pk>/edit/", organisation.edit_team, name="edit-team"),
]
