"""Work orders: what a customer asked, who took it, how far it is; its log, and every word to the customer."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter import fulltext
from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, rows, scope
from callcenter.keys import few
from callcenter.people.models import Employee, Site, Team
from callcenter.people.naming import Bilingual
from callcenter.web.addresses import address
from complaints.cases.models import Case
from complaints.customers.models import Customer
from complaints.workorders.states import (
    FINAL,
    OPEN,
    OrderChannel,
    OrderKind,
    ReplyKind,
    ReplyMeans,
    State,
    Urgency,
)

SUBJECT = "complaints.work_order"


class Category(Bilingual):
    """What orders of a site are about; configurable."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    code = models.SlugField(_("code"), max_length=32)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("category of work orders")
        verbose_name_plural = _("categories of work orders")
        ordering = ["site", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="order_category_code_is_unique_in_its_site",
                violation_error_message=_("This site already has a category with this code."),
            )
        ]


class WorkOrderQuerySet(models.QuerySet["WorkOrder"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "WorkOrderQuerySet":
        """Those of one's site or team; one's own, and those one handles; a department's people see what was sent to it."""
        from complaints.workorders.tickets.models import TransferTicket  # it points at WorkOrder

        reach, where = scope(user, action, SUBJECT), position(user)
        me = where.employee_id
        mine = Q(pk__in=[])
        if reach > Scope.NONE and me is not None:
            handled = TransferTicket.objects.filter(handler=me).values("order")
            mine = Q(owner=me) | Q(keeper=me) | Q(pk__in=handled)
        if reach is Scope.DEPARTMENT:
            sent = TransferTicket.objects.filter(department__in=where.department_ids).values("order")
            return self.filter(mine | Q(pk__in=sent) | Q(team__department__in=where.department_ids))
        if reach is Scope.TEAM:
            return self.filter(mine | Q(team__in=where.team_ids))
        if reach is Scope.OWN:
            return self.filter(mine)
        return self.filter(rows(user, SUBJECT, own=mine, site="site", action=action))

    def listed_to(self, user: Actor) -> "WorkOrderQuerySet":
        """The rows of `visible_to`, for a list that is read from its newest: few are named by their keys, many are met soon on
        the way down `order_list`. Asks the database once where they are neither all nor a site's.
        """
        from complaints.workorders.tickets.models import TransferTicket  # it points at WorkOrder

        reach, where = scope(user, Action.VIEW, SUBJECT), position(user)
        me = where.employee_id
        if reach in (Scope.ALL, Scope.SITE, Scope.NONE) or me is None:
            return self.visible_to(user)
        every = WorkOrder.objects.order_by()
        handled = TransferTicket.objects.order_by().filter(handler=me).values("order")
        mine = Q(owner=me) | Q(keeper=me) | Q(pk__in=handled)
        ways: list[Any] = [every.filter(owner=me).values("pk"), every.filter(keeper=me).values("pk"), handled]
        if reach is Scope.TEAM:
            mine |= Q(team__in=where.team_ids)
            ways.append(every.filter(team__in=where.team_ids).values("pk"))
        elif reach is Scope.DEPARTMENT:
            sent = (
                TransferTicket.objects.order_by().filter(department__in=where.department_ids).values("order")
            )
            teams = list(
                Team.objects.filter(department__in=where.department_ids).values_list("pk", flat=True)
            )
            mine |= Q(team__in=teams) | Q(pk__in=sent.filter(order=OuterRef("pk")))
            ways += [every.filter(team__in=teams).values("pk"), sent]
        found = few(*ways)
        return self.filter(mine if found is None else Q(pk__in=found))

    def matching(self, text: str, also: Iterable[int] = ()) -> "WorkOrderQuerySet":
        """Those in which every word is found, Chinese or English (docs/fulltext.md), and those of these keys."""
        return fulltext.matching(self, text, order=("-received_at", "-pk"), also=also)

    def open(self) -> "WorkOrderQuerySet":
        """Those that are not over."""
        return self.filter(state__in=OPEN)

    def kept_by(self, employee_id: int) -> "WorkOrderQuerySet":
        """Those that this person answers for today."""
        return self.filter(Q(keeper=employee_id) | Q(keeper=None, owner=employee_id))

    def overdue(self, at: datetime.datetime) -> "WorkOrderQuerySet":
        """Those open past the time they had to be done by."""
        return self.open().filter(due_at__lt=at)


class WorkOrder(models.Model):
    """One inquiry, suggestion or report. The services alone write here; once over it is read-only, also for the database.

    `owner` took it and stays so for ever (S2F-19). `keeper` answers for it in their place while they are away or gone.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    kind = models.CharField(_("kind"), max_length=10, choices=OrderKind.choices, default=OrderKind.INQUIRY)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.NEW)
    channel = models.CharField(_("channel"), max_length=8, choices=OrderChannel.choices)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="orders", verbose_name=_("category"), db_index=False
    )
    content = models.TextField(_("what the customer asks"))
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="work_orders",
        verbose_name=_("customer"),
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("phone for this order"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail for this order"), blank=True)
    call_reference = models.CharField(_("call"), max_length=80, blank=True)

    owner = models.ForeignKey(
        Employee, models.PROTECT, related_name="owned_work_orders", verbose_name=_("taken by")
    )
    keeper = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in their place")
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("team"),
        db_index=False,
    )
    is_answered_on_spot = models.BooleanField(_("answered on the spot"), default=False)
    promised_reply_at = models.DateTimeField(_("promised reply"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    due_at = models.DateTimeField(_("to be done by"))
    moved_at = models.DateTimeField(_("last step"))
    first_replied_at = models.DateTimeField(_("first reply"), null=True)
    informed_at = models.DateTimeField(_("customer informed"), null=True)
    is_satisfied = models.BooleanField(_("customer satisfied"), null=True)
    satisfied_at = models.DateTimeField(_("satisfaction confirmed"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    loops = models.PositiveSmallIntegerField(_("times not satisfied"), default=0)
    returns = models.PositiveSmallIntegerField(_("returns"), default=0)
    case = models.OneToOneField(
        Case, models.PROTECT, null=True, related_name="upgraded_from", verbose_name=_("complaint")
    )
    origin = models.OneToOneField(
        Case, models.PROTECT, null=True, related_name="passed_on_as", verbose_name=_("passed on from")
    )
    search = SearchVectorField(null=True, editable=False)

    objects = WorkOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-received_at", "-id"], name="order_by_site"),
            models.Index(fields=["site", "due_at"], name="order_open_by_due", condition=Q(ended_at=None)),
            models.Index(fields=["team", "-received_at"], name="order_by_team"),
            models.Index(fields=["site", "category", "-received_at"], name="order_by_category"),
            models.Index(fields=["site", "ended_at"], name="order_by_end"),
            models.Index(  # what the list walks: all that its filters ask for
                fields=[
                    "-received_at",
                    "-id",
                    "site",
                    "state",
                    "kind",
                    "urgency",
                    "channel",
                    "category",
                    "owner",
                    "keeper",
                    "team",
                    "due_at",
                ],
                name="order_list",
            ),
            GinIndex(fields=["search"], name="order_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="order_promises_a_reply_or_is_answered",
                condition=Q(is_answered_on_spot=True) | Q(promised_reply_at__isnull=False),
                violation_error_message=_("Tell the customer when we reply, or answer on the spot."),
            ),
            models.CheckConstraint(
                name="closed_order_was_told_and_the_customer_is_satisfied",
                condition=~Q(state="closed")
                | Q(
                    informed_at__isnull=False,
                    is_satisfied__isnull=False,
                    is_satisfied=True,
                    satisfied_at__isnull=False,
                ),
                violation_error_message=_("Nothing is closed before the customer is informed and satisfied."),
            ),
            models.CheckConstraint(
                name="order_that_is_over_says_when",
                condition=Q(state__in=[str(one) for one in FINAL], ended_at__isnull=False)
                | Q(state__in=[str(one) for one in OPEN], ended_at=None),
            ),
            models.CheckConstraint(
                name="upgraded_order_names_its_complaint",
                condition=Q(state="upgraded", case__isnull=False) | (~Q(state="upgraded") & Q(case=None)),
            ),
            models.CheckConstraint(
                name="satisfaction_follows_the_answer",
                condition=Q(satisfied_at=None)
                | Q(informed_at__isnull=False, satisfied_at__gte=F("informed_at")),
            ),
            models.CheckConstraint(name="order_says_what_it_is_about", condition=~Q(content="")),
            models.CheckConstraint(
                name="keeper_is_not_the_owner", condition=Q(keeper=None) | ~Q(keeper=F("owner"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.summary}"

    def get_absolute_url(self) -> str:
        return address("workorders:order", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: WO-000042."""
        return f"WO-{self.pk:06d}"

    @property
    def summary(self) -> str:
        """The content in one short line."""
        words = " ".join(self.content.split())
        return words if len(words) <= 60 else f"{words[:59]}…"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def responsible_id(self) -> int:
        """Who answers for it today."""
        return self.keeper_id or self.owner_id


class OrderEvent(models.Model):
    """One line of an order's log: append-only. `transition` is a key of the table, or note, chased, handed_over."""

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="events")
    transition = models.CharField(_("step"), max_length=16)
    source = models.CharField(_("from"), max_length=12, blank=True)
    target = models.CharField(_("to"), max_length=12, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    comment = models.TextField(_("words"), blank=True)

    class Meta:
        verbose_name = _("line of an order’s log")
        verbose_name_plural = _("lines of orders’ logs")
        ordering = ["order", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.transition} {self.at:%Y-%m-%d %H:%M}"


class CustomerReply(models.Model):
    """What the customer was told: append-only. The reply record that suggestions need as well (S2A-15)."""

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="replies")
    kind = models.CharField(_("kind"), max_length=8, choices=ReplyKind.choices)
    means = models.CharField(_("how"), max_length=8, choices=ReplyMeans.choices)
    words = models.TextField(_("what the customer was told"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("reply to a customer")
        verbose_name_plural = _("replies to customers")
        ordering = ["order", "at", "pk"]
        constraints = [models.CheckConstraint(name="reply_has_words", condition=~Q(words=""))]

    def __str__(self) -> str:
        return f"{self.order_id} {self.get_kind_display()}"
