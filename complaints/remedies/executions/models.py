"""One row for each approved remedy: what, who is asked now, by when, done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Employee, Site
from callcenter.web.addresses import address
from complaints.cases.models import Case, RemedyLine
from complaints.remedies.duties.models import SUBJECT, Duty
from complaints.remedies.executions.rules import NextStep
from complaints.remedies.papers import signs_for, sites_of

KIND = "remedies.execution"


class ExecutionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("execution", "Open")
    DONE = "done", pgettext_lazy("execution", "Carried out")
    CANCELLED = "cancelled", pgettext_lazy("execution", "Not carried out")


STEPS = [
    (NextStep.DRAW_UP.value, pgettext_lazy("execution", "Draw the paper up")),
    (NextStep.SIGN.value, pgettext_lazy("execution", "Signature of the deputy GM sales")),
    (NextStep.HAND_OUT.value, pgettext_lazy("execution", "Hand it to the customer")),
    (NextStep.CUSTOMER.value, pgettext_lazy("execution", "Signature of the customer")),
    (NextStep.FILE.value, pgettext_lazy("execution", "File the copies")),
    (NextStep.SEND.value, pgettext_lazy("execution", "Send to the warehouse")),
    (NextStep.RECEIVE.value, pgettext_lazy("execution", "Receive the goods")),
    (NextStep.HAND_ON.value, pgettext_lazy("execution", "Hand the copies on")),
    (NextStep.POST.value, pgettext_lazy("execution", "Post")),
    (NextStep.CARRY_OUT.value, pgettext_lazy("execution", "Do it and say so")),
    (NextStep.NOTHING.value, pgettext_lazy("execution", "Nothing")),
]


class ExecutionQuerySet(models.QuerySet["Execution"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ExecutionQuerySet":
        """Those of one's site; sales those of the sites it serves; warehouse and finance what is at them, or was."""
        reach, where = scope(user, action, SUBJECT), position(user)
        mine = Q(pk__in=[])
        if where.employee_id is not None and reach > Scope.NONE:
            mine = Q(case__owner=where.employee_id)
        if reach is Scope.ALL or (action is Action.VIEW and signs_for(user) is not None):
            return self.all()
        if reach is Scope.SITE:
            return self.filter(mine | Q(site__in=where.site_ids))
        if reach is not Scope.DEPARTMENT:
            return self.filter(mine)
        departments = where.department_ids
        goods = Q(remedy__kind__in=["return", "reprocessing"])
        return self.filter(
            mine
            | Q(site__in=sites_of(departments, Duty.SALES))
            | Q(duty=Duty.FINANCE, site__in=sites_of(departments, Duty.FINANCE))
            | (goods & Q(duty=Duty.WAREHOUSE, site__in=sites_of(departments, Duty.WAREHOUSE)))
        )

    def open(self) -> "ExecutionQuerySet":
        return self.filter(state=ExecutionState.OPEN)


class Execution(models.Model):
    """What was approved is carried out, also after the complaint is closed. `duty` says whose turn it is: "" the case's
    owner or the deputy GM sales. `due_at` comes with the customer's yes.
    """

    remedy = models.OneToOneField(
        RemedyLine, models.PROTECT, related_name="execution", verbose_name=_("remedy")
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="executions", verbose_name=_("complaint"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    state = models.CharField(
        _("state"), max_length=10, choices=ExecutionState.choices, default=ExecutionState.OPEN
    )
    next_step = models.CharField(_("next step"), max_length=10, choices=STEPS)
    duty = models.CharField(_("whose turn"), max_length=10, choices=Duty.choices, blank=True)
    due_at = models.DateTimeField(_("due"), null=True)
    over_at = models.DateTimeField(_("carried out on"), null=True)
    over_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("carried out by")
    )
    words = models.TextField(_("words"), blank=True)

    objects = ExecutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("execution of a remedy")
        verbose_name_plural = _("executions of remedies")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(
                fields=["site", "duty", "due_at"], name="execution_open_by_duty", condition=Q(state="open")
            ),
            models.Index(fields=["case"], name="execution_by_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="execution_is_over_at_a_moment",
                condition=Q(state="open", over_at=None) | (~Q(state="open") & Q(over_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="execution_that_is_over_waits_for_nothing",
                condition=Q(state="open") & ~Q(next_step="nothing")
                | ~Q(state="open") & Q(next_step="nothing", duty=""),
            ),
            models.CheckConstraint(
                name="cancelled_execution_says_why", condition=~Q(state="cancelled") | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.remedy.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return address("remedies:execution", str(self.pk))

    @property
    def kept_label(self) -> str:
        return str(self.case)

    @property
    def is_open(self) -> bool:
        return self.state == ExecutionState.OPEN
