"""What the two papers have in common: their number, who sees which copy, and what was signed by whom when."""

import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Site
from complaints.cases.models import Case, Remedy, RemedyLine
from complaints.cases.numbers import draw
from complaints.remedies.duties.models import SUBJECT, Duty, DutyHolder

DRAFT, SIGNED, VOID = "draft", "signed", "void"  # states that both papers have
WITH_CERTIFICATE = (Remedy.DISCOUNT, Remedy.COMPENSATION)
WITH_SLIP = (Remedy.RETURN, Remedy.REPROCESSING)


def signs_for(user: Actor) -> Employee | None:
    """Whose signature of the sales deputy GM the user gives: their own, or that of whom they stand in for; None for others."""
    where = position(user)
    if where.employee_id is None or where.today is None:
        return None
    asked = {where.employee_id} | where.stands_in_for
    if scope(user, Action.APPROVE, SUBJECT) is Scope.NONE and not where.stands_in_for:
        return None
    found = list(Employee.objects.holding((PostCode.SALES_DEPUTY_GM,), where.today).filter(pk__in=asked))
    return next((one for one in found if one.pk == where.employee_id), found[0] if found else None)


def seen_by(user: Actor, action: Action, *, warehouse: Q | None, finance: Q) -> Q:
    """Papers in sight: sales has all of a site, the warehouse and finance the copies that were handed to them."""
    nothing = Q(pk__in=[])
    reach, where = scope(user, action, SUBJECT), position(user)
    if reach is Scope.ALL or (action is Action.VIEW and signs_for(user) is not None):
        return ~nothing
    if reach is Scope.SITE:
        return Q(site__in=where.site_ids)
    if reach is not Scope.DEPARTMENT:
        return nothing
    found = Q(site__in=sites_of(where.department_ids, Duty.SALES))
    if warehouse is not None:
        found |= warehouse & Q(site__in=sites_of(where.department_ids, Duty.WAREHOUSE))
    return found | (finance & Q(site__in=sites_of(where.department_ids, Duty.FINANCE)))


def sites_of(department_ids: Any, duty: Duty) -> Any:
    """Ids of the sites for whose papers those departments have that duty."""
    return DutyHolder.objects.filter(duty=duty, department__in=department_ids).values("site")


def next_number(prefix: str, on: datetime.date) -> str:
    """XZ-202611-0001: gap-free in its month, given in the caller's transaction."""
    series = f"{prefix}-{on:%Y%m}"
    return f"{series}-{draw(series):04d}"


def by(label: Any) -> Any:
    """A person who signed."""
    return models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name=label)


class Paper(models.Model):
    """A numbered paper for one approved remedy. Sales draws it up, the sales deputy GM signs it, finance posts it."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("complaint"))
    drawn_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("drawn up by"))
    drawn_at = models.DateTimeField(_("drawn up"))
    signed_by = by(_("signed by"))
    signed_for = by(_("signed for"))  # the sales deputy GM whose deputy signed
    signed_at = models.DateTimeField(_("signed"), null=True)
    posted_by = by(_("posted by"))
    posted_at = models.DateTimeField(_("posted"), null=True)
    voucher_no = models.CharField(_("voucher number"), max_length=40, blank=True)
    posting_on = models.DateField(_("posting date"), null=True)
    voided_by = by(_("voided by"))
    voided_at = models.DateTimeField(_("voided"), null=True)
    void_reason = models.TextField(_("why it is void"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def line(self) -> RemedyLine:
        raise NotImplementedError

    @property
    def figures(self) -> dict[str, Any]:
        """What the trail keeps of it after each act."""
        raise NotImplementedError


def together(name: str, *fields: str, words: tuple[str, ...] = ()) -> models.CheckConstraint:
    """A constraint: these facts stand together or not at all."""
    none = Q(**dict.fromkeys(fields), **dict.fromkeys(words, ""))
    every = Q(**{f"{field}__isnull": False for field in fields})
    for word in words:
        every &= ~Q(**{word: ""})
    return models.CheckConstraint(name=name, condition=none | every)


def reached(name: str, *stages: tuple[str, str]) -> models.CheckConstraint:
    """A constraint: in each state the moments of the states up to it are set, those of later ones not; void says when.

    `stages`: each state after the first with the field of its moment, in their order.
    """
    allowed = Q(state="draft", voided_at=None, **{field: None for _, field in stages})
    for place, (state, _field) in enumerate(stages):
        before = {f"{field}__isnull": False for _, field in stages[: place + 1]}
        after = {field: None for _, field in stages[place + 1 :]}
        allowed |= Q(state=state, voided_at=None, **before, **after)
    return models.CheckConstraint(name=name, condition=allowed | Q(state="void", voided_at__isnull=False))


def different(name: str, *pairs: tuple[str, str], message: Any) -> models.CheckConstraint:
    """A constraint: nobody signs two roles of one paper."""
    condition = Q()
    for one, other in pairs:
        condition &= Q(**{one: None}) | Q(**{other: None}) | ~Q(**{one: F(other)})
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=message)
