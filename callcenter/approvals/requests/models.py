"""Requests, the steps of their chains, and what is still to be told after an emergency."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.approvals import kinds
from callcenter.people.models import Department, Employee, Site, Team

SUBJECT = "approvals.request"


class State(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", pgettext_lazy("request", "Open")
    RETURNED = "returned", pgettext_lazy("request", "Returned")
    APPROVED = "approved", pgettext_lazy("request", "Approved")
    REJECTED = "rejected", pgettext_lazy("request", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


RUNNING = (State.OPEN, State.RETURNED)


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "RequestQuerySet":
        """One's own, those that wait for oneself or went through one's hands, those of one's team, department, site."""
        where = position(user)
        reach = rows(
            user,
            SUBJECT,
            own=Q(applicant=where.employee_id or 0),
            team="team_id",
            department="department_id",
            site="site_id",
            action=action,
        )
        if action is not Action.VIEW or where.employee_id is None or where.today is None:
            return self.filter(reach)
        mine = {where.employee_id} | where.stands_in_for
        steps = Step.objects.filter(Q(approver__in=mine) | Q(acted_by=where.employee_id))
        steps = steps.exclude(state=StepState.WAITING)
        told = FollowUp.objects.filter(informs=where.employee_id)
        return self.filter(
            reach
            | Q(applicant=where.employee_id)
            | Q(pk__in=steps.values("request"))
            | Q(pk__in=told.values("request"))
        )

    def waiting_for(self, user: Actor) -> "RequestQuerySet":
        """Open, with the open step at the user or at somebody for whom they stand in today; never their own."""
        where = position(user)
        if where.employee_id is None or where.today is None:
            return self.none()
        mine = {where.employee_id} | where.stands_in_for
        steps = Step.objects.filter(state=StepState.OPEN, approver__in=mine)
        return self.filter(state=State.OPEN, pk__in=steps.values("request")).exclude(
            applicant=where.employee_id
        )


class Request(models.Model):
    """What somebody asks for, or reports: its subject belongs to the room of its kind, the decision to the line."""

    kind = models.CharField(_("type"), max_length=80)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    label = models.CharField(_("what"), max_length=200)  # the subject as it read when it was asked
    applicant = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("from"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    round = models.PositiveSmallIntegerField(default=1)  # one more with every time it is sent in again
    line_on = models.DateField(_("reporting line of"))  # the day whose line the chain follows
    skipped_level = models.BooleanField(_("direct superior passed over"), default=False)
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    closed_at = models.DateTimeField(_("decided"), null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-asked_at"], name="request_by_state"),
            models.Index(fields=["subject_type", "subject_id"], name="request_by_subject"),
            models.Index(fields=["site", "-asked_at"], name="request_by_site"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(state__in=["open", "returned"]),
                name="subject_has_one_running_request_of_a_kind",
                violation_error_message=_("This has been asked already and is not decided yet."),
            ),
            models.CheckConstraint(
                name="request_is_closed_when_it_is_decided",
                condition=Q(state__in=["open", "returned"], closed_at=None)
                | Q(state__in=["approved", "rejected", "withdrawn"], closed_at__isnull=False),
            ),
            # What a step's (request, applicant) refers to, so that a step knows whose it is.
            models.UniqueConstraint(fields=["id", "applicant"], name="request_and_applicant_go_together"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:request", args=[self.pk])

    @property
    def number(self) -> str:
        """The public number: RQ-000042."""
        return f"RQ-{self.pk:06d}"

    @property
    def kind_of(self) -> kinds.Kind:
        """What its room declared."""
        return kinds.find(self.kind)


class StepState(models.TextChoices):
    """Where a step stands. What is decided never changes; the database refuses it."""

    WAITING = "waiting", pgettext_lazy("step", "Not yet")
    OPEN = "open", pgettext_lazy("step", "To decide")
    APPROVED = "approved", pgettext_lazy("step", "Approved")
    REJECTED = "rejected", pgettext_lazy("step", "Rejected")
    RETURNED = "returned", pgettext_lazy("step", "Returned")
    RECUSED = "recused", pgettext_lazy("step", "Recused")
    SKIPPED = "skipped", pgettext_lazy("step", "Passed over")
    DROPPED = "dropped", pgettext_lazy("step", "Not needed")


ACTED = ("approved", "rejected", "returned", "recused")


class Step(models.Model):
    """One level of a chain: who decides, who did, for whom, when and with which words."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()  # from 1, the direct superior
    applicant = models.ForeignKey(Employee, models.PROTECT, related_name="+")  # the request's
    approver = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("decides"))
    post = models.CharField(_("as"), max_length=32, blank=True)  # the post that puts the approver there
    state = models.CharField(_("state"), max_length=10, choices=StepState.choices)
    acted_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    on_behalf_of = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("on behalf of")
    )
    comment = models.TextField(_("comment"), blank=True)
    opened_at = models.DateTimeField(_("since"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["request", "round", "place"]
        indexes = [
            models.Index(fields=["approver", "state"], name="step_by_approver"),
            models.Index(fields=["acted_by"], name="step_by_actor", condition=Q(acted_by__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "round", "place"], name="step_has_its_own_place_in_a_round"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="open"), name="request_has_one_open_step"
            ),
            models.CheckConstraint(
                name="nobody_is_asked_about_their_own_request", condition=~Q(approver=F("applicant"))
            ),
            models.CheckConstraint(
                name="nobody_decides_their_own_request",
                condition=Q(acted_by=None) | ~Q(acted_by=F("applicant")),
            ),
            models.CheckConstraint(
                name="decided_step_says_who_and_when",
                condition=Q(state__in=ACTED, acted_by__isnull=False, decided_at__isnull=False)
                | Q(state__in=["waiting", "open"], acted_by=None, decided_at=None)
                | Q(state__in=["skipped", "dropped"], acted_by=None, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="who_acts_for_another_says_for_whom",
                condition=Q(acted_by=None, on_behalf_of=None)
                | Q(acted_by=F("approver"), on_behalf_of=None)
                | (Q(on_behalf_of__isnull=False, on_behalf_of=F("approver")) & ~Q(acted_by=F("approver"))),
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)


class FollowUp(models.Model):
    """After an emergency that passed over the direct superior: to be told the same day (S2E-2)."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="follow_up")
    assignee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("who"))
    informs = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("informs"))
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True)
    note = models.TextField(_("what was told"), blank=True)

    class Meta:
        verbose_name = _("report to the direct superior afterwards")
        verbose_name_plural = _("reports to the direct superior afterwards")
        ordering = ["due_at"]
        indexes = [models.Index(fields=["assignee"], name="follow_up_open", condition=Q(done_at=None))]
        constraints = [
            models.CheckConstraint(
                name="follow_up_is_told_to_somebody_else", condition=~Q(assignee=F("informs"))
            ),
            models.CheckConstraint(
                name="follow_up_that_is_done_says_what_was_told", condition=Q(done_at=None) | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)
