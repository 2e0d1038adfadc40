"""App configuration: tells access how to find a user's position, and the shell what people offers."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "callcenter.people"
    label = "people"

    def ready(self) -> None:
        from callcenter import objections
        from callcenter.access import permissions
        from callcenter.access.grants import Action, Scope
        from callcenter.accounts import single_sign_on
        from callcenter.api import registry as api
        from callcenter.audit import verbs as audit_verbs
        from callcenter.files.attachments import registry as attachments
        from callcenter.files.imports import registry as imports
        from callcenter.people import search, selectors, sentences, today, verbs
        from callcenter.people.delegations import open_work as delegations_open
        from callcenter.people.delegations import today as deputies
        from callcenter.people.employees import access, logins
        from callcenter.people.exchange.importer import EmployeeImporter
        from callcenter.people.models import Employee
        from callcenter.people.offboarding import today as offboarding_today
        from callcenter.people.offboarding.registry import provide_open_work
        from callcenter.web import search as web_search
        from callcenter.web import today as home
        from callcenter.web.navigation import Area, Entry, register

        permissions.provide_positions(selectors.position_of)
        single_sign_on.provide_employees(admits=logins.admits_login, tie=logins.tie_login)
        objections.define(sentences.SENTENCES)
        audit_verbs.define(verbs.VERBS)
        imports.register(EmployeeImporter())
        attachments.register(Employee, may_view=access.may_view, may_edit=access.may_edit)
        home.register_panel(today.my_place, posts=today.AGENTS, order=50)
        home.register_panel(today.week, posts=today.STAFF, order=40)
        home.register_panel(today.unused_logins, posts=today.ADMINISTRATORS, order=45)
        web_search.register(_("Employees"), search.search, order=10)
        home.register_panel(deputies.standing_in, order=30)
        home.register_panel(offboarding_today.open_work, posts=(*today.ADMINISTRATORS,), order=42)
        provide_open_work(
            "people.delegations",
            _("Deputies"),
            find=delegations_open.find,
            hand_over=delegations_open.hand_over,
        )
        api.register("people/delegations", "callcenter.people.delegations.api.DelegationViewSet")
        api.register("people/company", "callcenter.people.organisation.api.CompanyViewSet")
        # access sits below the API and cannot serve its own matrix
        api.register("access/permissions", "callcenter.people.access_check.api.PermissionViewSet")
        api.register("people/roles", "callcenter.people.employees.role_api.RoleViewSet")
        for noun in ("employee", "site", "department", "team", "post"):
            api.register(f"people/{noun}s", f"callcenter.people.api.{noun.title()}ViewSet")
        others = partial(Entry, subject="people.employee", reach=Scope.TEAM)
        register(
            Entry(Area.TODAY, _("My record"), "people:me", "id-badge-2", order=90, on_phone=True),
            others(Area.ADMIN, _("Employees"), "people:employees", "users", order=10),
            others(Area.ADMIN, _("Reporting line"), "people:reporting-line", "sitemap", order=12),
            Entry(
                Area.TODAY, _("Deputies"), "people:delegations", "user-share", "people.delegation", order=30
            ),
            others(Area.ADMIN, _("Extra roles"), "people:roles", "id-badge-2", order=13),
            Entry(
                Area.ADMIN,
                _("Off-boarding"),
                "people:offboarding",
                "door-exit",
                "people.employee",
                order=11,
                reach=Scope.ALL,
                action=Action.EDIT,
            ),
            Entry(Area.ADMIN, _("Organisation"), "people:organisation", "building", "people.site", order=14),
            Entry(Area.ADMIN, _("Sites"), "people:sites", "map-pin", "people.site", order=16),
            # access sits below the shell and cannot register its own line
            Entry(Area.ADMIN, _("Permissions"), "access:matrix", "shield-check", "access.matrix", order=20),
        )
