"""An employee's log-in: opened, given a new temporary password, closed. The user name is the employee number."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require
from callcenter.access.posts import PostCode
from callcenter.accounts import services as accounts
from callcenter.accounts.models import User
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.employees import access
from callcenter.people.employees.models import Employee, PostHolding
from callcenter.people.offboarding.registry import open_count


def _locked(employee: Employee) -> Employee:
    rows = Employee.objects.select_for_update(of=("self",)).select_related("site", "user")
    return rows.get(pk=employee.pk)


def _has_left(employee: Employee) -> bool:
    return employee.left_on is not None and employee.left_on <= employee.site.today()


def _user_of(employee: Employee, actor: Actor) -> User:
    """The log-in, if the actor may manage it: not their own, and an administrator's only as administrator."""
    if employee.user is None:
        raise RuleViolation(Objection("people.has_no_login", {"name": str(employee)}))
    if actor is not None and employee.user_id == actor.pk:
        raise RuleViolation(Objection("people.own_login"))
    _require_administrator_for_theirs(employee, actor)
    return employee.user


def guarded_from(actor: Actor) -> set[int]:
    """Employees whose log-in the actor may not touch: administrators, today's or planned, unless the actor is one.
    Whoever sees a first password, or chooses the address that a new one is mailed to, can use the log-in.
    """
    if actor is None or PostCode.SYSADMIN in position(actor).posts:
        return set()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)  # whatever the clocks of the sites say
    running = Q(period__upper_inf=True) | Q(period__endswith__gt=yesterday)
    administrators = PostHolding.objects.filter(running, post__code=PostCode.SYSADMIN)
    return set(administrators.values_list("employee_id", flat=True))


def _require_administrator_for_theirs(employee: Employee, actor: Actor) -> None:
    if employee.pk in guarded_from(actor):
        raise RuleViolation(Objection("people.administrator_login"))


@transaction.atomic
def open_login(employee: Employee, *, actor: Actor) -> str:
    """Create the log-in; returns the temporary password, to be shown once."""
    employee = _locked(employee)
    require(access.may_edit(actor, employee))
    if employee.user is not None:
        raise RuleViolation(Objection("people.has_login", {"name": str(employee)}))
    if _has_left(employee):
        raise RuleViolation(Objection("people.login_of_leaver", {"name": str(employee)}))
    _require_administrator_for_theirs(employee, actor)
    employee.user, password = accounts.create_login(employee.number, email=employee.email)
    employee.save(update_fields=["user"])
    audit.record(actor, "people.employee.login_opened", employee, after={"user": employee.number})
    return password


@transaction.atomic
def renew_login(employee: Employee, *, actor: Actor) -> str:
    """The log-in of somebody who is (again) employed: open, with a temporary password, to be shown once."""
    if employee.user is None:
        return open_login(employee, actor=actor)
    if not employee.user.is_active:
        reopen_login(employee, actor=actor)
    return reset_login(employee, actor=actor)


def admits_login(number: str) -> bool:
    """Whether single sign-on may make a log-in for the number: an employee's who has none yet and has not left.
    Somebody whom people does not know may come in, and stands nowhere.
    """
    employee = Employee.objects.select_related("site").filter(number__iexact=number).first()
    return employee is None or (employee.user_id is None and not _has_left(employee))


@transaction.atomic
def tie_login(user: User, number: str) -> None:
    """Give the log-in that single sign-on has just made to the employee of that number, if there is one."""
    employee = (
        Employee.objects.select_for_update(of=("self",))
        .select_related("site")
        .filter(number__iexact=number, user=None)
        .first()
    )
    if employee is None or _has_left(employee):
        return
    employee.user = user
    employee.save(update_fields=["user"])
    audit.record(None, "people.employee.login_tied", employee, after={"user": user.username})


@transaction.atomic
def reset_login(employee: Employee, *, actor: Actor) -> str:
    """Replace the password by a temporary one, returned to be shown once; running sessions end."""
    employee = _locked(employee)
    require(access.may_edit(actor, employee))
    password = accounts.reset_password(_user_of(employee, actor))
    audit.record(actor, "people.employee.password_reset", employee)
    return password


@transaction.atomic
def clear_factors(employee: Employee, *, actor: Actor) -> None:
    """Take away authenticator apps and passkeys of somebody who lost them."""
    employee = _locked(employee)
    require(access.may_edit(actor, employee))
    accounts.clear_second_factors(_user_of(employee, actor))
    audit.record(actor, "people.employee.factors_cleared", employee)


@transaction.atomic
def close_login(employee: Employee, *, actor: Actor) -> None:
    """Let nobody in with it any more; running sessions end. A leaver's closes only when no open work is left (S2D-5)."""
    employee = _locked(employee)
    require(access.may_edit(actor, employee))
    user = _user_of(employee, actor)
    if employee.left_on is not None and (count := open_count(employee.pk)):
        raise RuleViolation(Objection("people.open_work_remains", {"name": str(employee), "count": count}))
    accounts.deactivate(user)
    audit.record(actor, "people.employee.login_closed", employee)


@transaction.atomic
def reopen_login(employee: Employee, *, actor: Actor) -> None:
    """Let somebody in again; refused for who has left."""
    employee = _locked(employee)
    require(access.may_edit(actor, employee))
    user = _user_of(employee, actor)
    if _has_left(employee):
        raise RuleViolation(Objection("people.login_of_leaver", {"name": str(employee)}))
    accounts.activate(user)
    audit.record(actor, "people.employee.login_reopened", employee)
