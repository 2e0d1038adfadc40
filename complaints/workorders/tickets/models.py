"""Transfer tickets (问题转办单), feedback slips (问题处理反馈单), and who was chased."""

import datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, rows, scope
from callcenter.people.models import Department, Employee
from callcenter.web.addresses import address
from complaints.workorders.orders.models import SUBJECT, WorkOrder
from complaints.workorders.states import TICKET_OPEN, Satisfaction, TicketState


class TransferTicketQuerySet(models.QuerySet["TransferTicket"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "TransferTicketQuerySet":
        """A department's people see those sent to it; everybody those of the orders in their sight."""
        reach, where = scope(user, action, SUBJECT), position(user)
        me = where.employee_id
        mine = Q(pk__in=[])
        if reach > Scope.NONE and me is not None:
            mine = Q(handler=me) | Q(order__owner=me) | Q(order__keeper=me)
        if reach is Scope.DEPARTMENT:
            return self.filter(mine | Q(department__in=where.department_ids))
        if reach is Scope.TEAM:
            return self.filter(mine | Q(order__team__in=where.team_ids))
        if reach is Scope.OWN:
            return self.filter(mine)
        return self.filter(rows(user, SUBJECT, own=mine, site="order__site", action=action))

    def open(self) -> "TransferTicketQuerySet":
        """Those that are not done, returned or dropped."""
        return self.filter(state__in=TICKET_OPEN)

    def overdue(self, at: datetime.datetime) -> "TransferTicketQuerySet":
        """Open past the required completion."""
        return self.open().filter(required_by__lt=at)


class TransferTicket(models.Model):
    """One request to a department. An order has at most one that is open; one that is over never changes."""

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="tickets")
    seq = models.PositiveSmallIntegerField(_("number in the order"))
    state = models.CharField(_("state"), max_length=12, choices=TicketState.choices, default=TicketState.SENT)
    problem = models.TextField(_("the problem"))
    reason = models.TextField(_("why it is transferred"))
    required_by = models.DateTimeField(_("required completion"))
    origin = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("from"), db_index=False
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("to"))
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("sent by"), db_index=False
    )
    is_last_resort = models.BooleanField(_("returned too often"), default=False)
    is_again = models.BooleanField(_("processed again"), default=False)
    received_at = models.DateTimeField(_("received"), null=True)
    received_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("received by"), db_index=False
    )
    handler = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="handled_tickets", verbose_name=_("handler")
    )
    first_contact_due_at = models.DateTimeField(_("contact with the agent by"), null=True)
    first_contacted_at = models.DateTimeField(_("contact with the agent"), null=True)
    contact_words = models.TextField(_("what was clarified"), blank=True)
    waits_for = models.CharField(_("waits for"), max_length=200, blank=True)
    return_reason = models.TextField(_("why it is returned"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    first_on = models.DateField(_("first on"), null=True)  # S2A-9: nobody took it the day before
    search = SearchVectorField(null=True, editable=False)

    objects = TransferTicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer ticket")
        verbose_name_plural = _("transfer tickets")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(
                fields=["department", "required_by"],
                name="ticket_open_by_department",
                condition=Q(ended_at=None),
            ),
            models.Index(fields=["department", "-sent_at"], name="ticket_by_department"),
            models.Index(fields=["department", "order"], name="ticket_of_department"),
            models.Index(fields=["handler", "order"], name="ticket_of_handler"),
            GinIndex(fields=["search"], name="ticket_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "seq"], name="ticket_number_is_unique_in_its_order"),
            models.UniqueConstraint(
                fields=["order"],
                name="order_has_one_open_ticket",
                condition=Q(ended_at=None),
                violation_error_message=_("This order is at a department already."),
            ),
            models.CheckConstraint(name="ticket_says_what_and_why", condition=~Q(problem="") & ~Q(reason="")),
            models.CheckConstraint(
                name="ticket_is_required_after_it_was_sent",
                condition=Q(required_by__gte=F("sent_at")),
                violation_error_message=_("The required completion is not in the past."),
            ),
            models.CheckConstraint(
                name="received_ticket_has_a_named_handler",
                condition=Q(state__in=["sent", "returned", "dropped"])
                | Q(received_at__isnull=False, handler__isnull=False),
                violation_error_message=_("Who receives a ticket names a handler."),
            ),
            models.CheckConstraint(
                name="handler_spoke_with_the_agent_before_the_slip",
                condition=~Q(state="done") | Q(first_contacted_at__isnull=False, done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_ticket_has_a_reason", condition=~Q(state="returned") | ~Q(return_reason="")
            ),
            models.CheckConstraint(
                name="ticket_that_is_over_says_when",
                condition=Q(state__in=["done", "returned", "dropped"], ended_at__isnull=False)
                | Q(state__in=[str(one) for one in TICKET_OPEN], ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.order.summary}"

    def get_absolute_url(self) -> str:
        return f"{address('workorders:order', str(self.order_id))}#ticket-{self.seq}"

    @property
    def number(self) -> str:
        """The public number: WO-000042-1."""
        return f"WO-{self.order_id:06d}-{self.seq}"

    @property
    def is_open(self) -> bool:
        return self.state in TICKET_OPEN


class FeedbackSlip(models.Model):
    """What the department did: append-only. One for each ticket that is done (S1-16)."""

    ticket = models.OneToOneField(TransferTicket, models.PROTECT, related_name="slip")
    handling = models.TextField(_("how it was handled"))
    result = models.TextField(_("the result"))
    satisfaction = models.CharField(_("customer’s satisfaction"), max_length=12, choices=Satisfaction.choices)
    at = models.DateTimeField(_("when"))
    handler = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("handler"))

    class Meta:
        verbose_name = _("feedback slip")
        verbose_name_plural = _("feedback slips")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="slip_says_how_and_with_what_result", condition=~Q(handling="") & ~Q(result="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket.number}"


class OrderChase(models.Model):
    """One reminder by hand (催办): append-only. Without a ticket whoever answers for the order was chased."""

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="chases")
    ticket = models.ForeignKey(TransferTicket, models.PROTECT, null=True, related_name="chases")
    by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))
    words = models.TextField(_("words"), blank=True)

    class Meta:
        verbose_name = _("chasing of an order")
        verbose_name_plural = _("chasings of orders")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="chase_by_time")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.at:%Y-%m-%d %H:%M}"
