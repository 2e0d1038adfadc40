"""App configuration: tells access how to find a user's position, and the shell what people offers."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "callcenter.people"
    label = "people"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_files_and_api()
        _come_home()
        _enter_the_navigation()


def _tell_the_rooms_below() -> None:
    """Where people stand, who may log in, why something is refused, what the trail says of it."""
    from callcenter import objections
    from callcenter.access import permissions
    from callcenter.accounts import single_sign_on
    from callcenter.audit import verbs as audit_verbs
    from callcenter.people import selectors, sentences, verbs
    from callcenter.people.employees import logins

    permissions.provide_positions(selectors.position_of)
    single_sign_on.provide_employees(admits=logins.admits_login, tie=logins.tie_login)
    objections.define(sentences.SENTENCES)
    audit_verbs.define(verbs.VERBS)


def _offer_files_and_api() -> None:
    """The staff list, files of an employee, what a leaver's deputies are, and people to programs."""
    from callcenter.api import registry as api
    from callcenter.files.attachments import registry as attachments
    from callcenter.files.imports import registry as imports
    from callcenter.people.delegations import open_work
    from callcenter.people.employees import access
    from callcenter.people.exchange.importer import EmployeeImporter
    from callcenter.people.models import Employee
    from callcenter.people.offboarding.registry import provide_open_work

    imports.register(EmployeeImporter())
    attachments.register(Employee, may_view=access.may_view, may_edit=access.may_edit)
    provide_open_work("people.delegations", _("Deputies"), find=open_work.find, hand_over=open_work.hand_over)
    api.register("people/delegations", "callcenter.people.delegations.api.DelegationViewSet")
    api.register("people/company", "callcenter.people.organisation.api.CompanyViewSet")
    # access sits below the API and cannot serve its own matrix
    api.register("access/permissions", "callcenter.people.access_check.api.PermissionViewSet")
    api.register("people/roles", "callcenter.people.employees.role_api.RoleViewSet")
    for noun in ("employee", "site", "department", "team", "post"):
        api.register(f"people/{noun}s", f"callcenter.people.api.{noun.title()}ViewSet")


def _come_home() -> None:
    """Panels of Today, and employees in the search."""
    from callcenter.people import search, today
    from callcenter.people.delegations import today as deputies
    from callcenter.people.offboarding import today as offboarding
    from callcenter.web import search as web_search
    from callcenter.web import today as home

    home.register_panel(today.my_place, posts=today.AGENTS, order=50)
    home.register_panel(today.week, posts=today.STAFF, order=40)
    home.register_panel(today.unused_logins, posts=today.ADMINISTRATORS, order=45)
    home.register_panel(deputies.standing_in, order=30)
    home.register_panel(offboarding.open_work, posts=today.ADMINISTRATORS, order=42)
    web_search.register(_("Employees"), search.search, order=10)


def _enter_the_navigation() -> None:
    from callcenter.access.matrix import Action, Scope
    from callcenter.web.navigation import Area, Entry, Group, register

    here = partial(Entry, Area.TODAY, group=Group.MINE)
    admin = partial(Entry, Area.ADMIN, group=Group.PEOPLE)
    others = partial(admin, subject="people.employee", reach=Scope.TEAM)
    leavers = partial(admin, subject="people.employee", reach=Scope.ALL, action=Action.EDIT)
    register(
        here(_("My record"), "people:me", icon="id-badge-2", order=90),
        here(_("Deputies"), "people:delegations", icon="user-share", subject="people.delegation", order=89),
        others(_("Employees"), "people:employees", icon="users", order=10),
        leavers(_("Off-boarding"), "people:offboarding", icon="door-exit", order=11),
        others(_("Reporting line"), "people:reporting-line", icon="sitemap", order=12),
        others(_("Extra roles"), "people:roles", icon="user-star", order=13),
        admin(_("Organisation"), "people:organisation", icon="building", subject="people.site", order=14),
        admin(_("Sites"), "people:sites", icon="map-pin", subject="people.site", order=16),
        # access sits below the shell and cannot register its own line
        admin(_("Permissions"), "access:matrix", icon="shield-check", subject="access.matrix", order=20),
    )
