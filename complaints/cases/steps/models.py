"""Steps of departments inside the six days (domain §6.4), third parties, and who was chased."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Department, Employee, Site
from complaints.cases.dossier import SUBJECT, Case, CauseClass


class StepKind(models.TextChoices):
    """The manual's steps, and others that a case needs."""

    REGISTER = "register", pgettext_lazy("step", "Register, acknowledge, classify")
    CHECK_ORDER = "check_order", pgettext_lazy("step", "Check the order, confirm demand and grounds")
    INVESTIGATE = "investigate", pgettext_lazy("step", "Investigate the cause")
    REPORT = "report", pgettext_lazy("step", "Report to the deputy GM")
    DECIDE = "decide", pgettext_lazy("step", "Decision and approval of the amount")
    CLOSE = "close", pgettext_lazy("step", "Tell the customer, issue the papers, close")
    OTHER = "other", pgettext_lazy("step", "Further step")


# Steps that a department is asked for; the others are done by what happens to the case.
BY_DEPARTMENTS = (StepKind.CHECK_ORDER, StepKind.INVESTIGATE, StepKind.OTHER)


class StepDepartment(models.Model):
    """Which department of ours does a step at a site, and who there unless somebody else is named. `family` empty: for every cause."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    kind = models.CharField(_("step"), max_length=12, choices=StepKind.choices)
    family = models.CharField(_("causes"), max_length=10, choices=CauseClass.Family.choices, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    assignee = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handler")
    )

    class Meta:
        verbose_name = _("department of a step")
        verbose_name_plural = _("departments of steps")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "kind", "family"],
                name="one_department_for_a_step_of_a_cause",
                violation_error_message=_("This step has a department for these causes already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.department}"


class StepState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("step", "Waits for an earlier step")
    RUNNING = "running", pgettext_lazy("step", "Running")
    DONE = "done", pgettext_lazy("step", "Done")
    SKIPPED = "skipped", pgettext_lazy("step", "Not needed")


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "StepQuerySet":
        """One's own, one's department's; those of a site for who sees the complaints of the site."""
        reach, where = scope(user, action, SUBJECT), position(user)
        if reach is Scope.ALL:
            return self.all()
        if reach is Scope.SITE:
            return self.filter(case__site__in=where.site_ids)
        if reach is Scope.NONE:
            return self.none()
        mine = Q(assignee=where.employee_id) if where.employee_id is not None else Q(pk__in=[])
        if reach is Scope.DEPARTMENT:
            mine |= Q(department__in=where.department_ids)
        return self.filter(mine)

    def held_by(self, employee_id: int) -> QuerySet["Step", int]:
        """Ids of the cases with a step of that person."""
        return self.filter(assignee=employee_id).values_list("case_id", flat=True)

    def of_departments(self, department_ids: Collection[int]) -> QuerySet["Step", int]:
        """Ids of the cases with a step of those departments."""
        return self.filter(department__in=department_ids).values_list("case_id", flat=True)


class Step(models.Model):
    """What one department does for a case, by when. Steps of one `position` run side by side; the next position waits."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=12, choices=StepKind.choices)
    title = models.CharField(_("what is to be done"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
        db_index=False,
    )
    assignee = models.ForeignKey(
        Employee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handler"),
        db_index=False,
    )
    state = models.CharField(_("state"), max_length=8, choices=StepState.choices, default=StepState.WAITING)
    due_at = models.DateTimeField(_("due"))
    started_at = models.DateTimeField(_("started"), null=True)
    done_at = models.DateTimeField(_("done"), null=True)
    result = models.TextField(_("result"), blank=True)
    overdue_reason = models.TextField(_("why it is late"), blank=True)
    chased = models.PositiveSmallIntegerField(_("chased"), default=0)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a complaint")
        verbose_name_plural = _("steps of complaints")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["department", "case"], name="step_of_department"),
            models.Index(fields=["assignee", "case"], name="step_of_assignee"),
            models.Index(fields=["due_at", "id"], name="step_by_due"),
            models.Index(
                fields=["department", "due_at"], name="step_open_by_department", condition=Q(done_at=None)
            ),
            models.Index(
                fields=["assignee", "due_at"], name="step_open_by_assignee", condition=Q(done_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="step_is_over_at_a_moment",
                condition=Q(state__in=["done", "skipped"], done_at__isnull=False)
                | Q(state__in=["waiting", "running"], done_at=None),
            ),
            models.CheckConstraint(
                name="running_step_has_started", condition=~Q(state="running") | Q(started_at__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["case", "kind"], name="step_of_the_manual_once_per_case", condition=~Q(kind="other")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.title or self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#step-{self.pk}"

    @property
    def kept_label(self) -> str:
        """As the trail and deadlines keep it: the words of its complaint, where it has none of its own."""
        return f"{self.case.reference} {self.title or self.case.title}"


class Chase(models.Model):
    """Somebody was urged to get on with it (催办): by a person, or by the ladder (`by` empty)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="chases")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="chases")
    at = models.DateTimeField(_("at"), db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    words = models.TextField(_("words"), blank=True)

    class Meta:
        verbose_name = _("chase")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.at:%Y-%m-%d %H:%M}"


class ThirdParty(models.Model):
    """A supplier or partner who handles it with us (S2A-32), inside the same six days."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="third_parties")
    name = models.CharField(_("name"), max_length=200)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    asked_for = models.TextField(_("asked to"))
    due_at = models.DateTimeField(_("due"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("third party")
        verbose_name_plural = _("third parties")
        ordering = ["due_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.name}"
