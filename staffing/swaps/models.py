"""Swaps, the shifts in them, mishaps of swapped shifts; what stands on the board."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.approvals.models import Step
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from staffing.roster.models import Assignment
from staffing.swaps.board.models import Claim, Posting

__all__ = ["KIND", "OPEN", "SUBJECT", "Claim", "Mishap", "Posting", "Swap", "SwapShift", "SwapState"]

SUBJECT = "staffing.swap"
KIND = "swaps.swap"  # of the requests to the two leaders


class SwapState(models.TextChoices):
    """Where a swap stands. What is being written and not yet sent is a draft of its form (`web.drafts`)."""

    ASKED = "asked", pgettext_lazy("swap", "Waits for the colleague")
    CONFIRMED = "confirmed", pgettext_lazy("swap", "Waits for the first leader")
    ENDORSED = "endorsed", pgettext_lazy("swap", "Waits for the second leader")
    APPROVED = "approved", pgettext_lazy("swap", "Approved")
    WORKED = "worked", pgettext_lazy("swap", "Worked, return to come")
    RETURNED = "returned", pgettext_lazy("swap", "Returned")
    CLOSED = "closed", pgettext_lazy("swap", "Closed")
    DECLINED = "declined", pgettext_lazy("swap", "Declined by the colleague")
    REJECTED = "rejected", pgettext_lazy("swap", "Rejected")
    CANCELLED = "cancelled", pgettext_lazy("swap", "Cancelled")
    VOID = "void", pgettext_lazy("swap", "Void")


OPEN = (SwapState.ASKED, SwapState.CONFIRMED, SwapState.ENDORSED)
RUNNING = (SwapState.APPROVED, SwapState.WORKED)  # decided, not yet worked and returned
COUNTED = (*OPEN, *RUNNING, SwapState.RETURNED, SwapState.CLOSED)


class SwapQuerySet(models.QuerySet["Swap"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "SwapQuerySet":
        """One's own and those one is asked for or decides on; those of a team, department or site by the user's posts."""
        where = position(user)
        me = where.employee_id
        mine = Q(pk__in=[])
        if (
            me and action is Action.VIEW
        ):  # one's own, and those that one has to decide on or did, for oneself or as deputy
            asked = Step.objects.filter(request__kind=KIND).filter(
                Q(approver__in={me} | where.stands_in_for) | Q(acted_by=me)
            )
            sides = SwapShift.objects.filter(pk__in=asked.values("request__subject_id"))
            mine = Q(requester=me) | Q(counterpart=me) | Q(pk__in=sides.values("swap"))
        reach = {
            side: rows(
                user,
                SUBJECT,
                own=side,
                team=f"{side}_team",
                department=f"{side}_team__department",
                site="site",
                action=action,
            )
            for side in ("requester", "counterpart")
        }
        return self.filter(mine | reach["requester"] | reach["counterpart"])

    def open(self) -> "SwapQuerySet":
        """Asked for and not decided."""
        return self.filter(state__in=OPEN)

    def unfinished_of(self, employee_ids: Any) -> "SwapQuerySet":
        """Those that these people have begun or agreed to and that are not yet worked and returned (A8)."""
        agreed = [state for state in (*OPEN, *RUNNING) if state is not SwapState.ASKED]
        begun = Q(requester__in=employee_ids, state__in=[*OPEN, *RUNNING])
        return self.filter(begun | Q(counterpart__in=employee_ids, state__in=agreed))


class Swap(models.Model):
    """Two people change shifts. On two different days the later shift is the return of the earlier one; two shifts of one day may
    be returned by an exchange on another day.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    requester = models.ForeignKey(
        Employee, models.PROTECT, related_name="swaps_asked", verbose_name=_("requester")
    )
    counterpart = models.ForeignKey(
        Employee, models.PROTECT, related_name="swaps_offered", verbose_name=_("colleague")
    )
    requester_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    counterpart_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    month = models.DateField(_("month"))  # first day of the month of the earlier shift: where it counts
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    reason = models.TextField(_("reason"))
    notes = models.TextField(_("what the other has to know"), blank=True)  # 交待清楚
    state = models.CharField(_("state"), max_length=10, choices=SwapState.choices, default=SwapState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decision = models.TextField(_("words of the decision"), blank=True)  # why rejected, cancelled, void
    worked_at = models.DateTimeField(_("worked"), null=True)
    returned_at = models.DateTimeField(_("returned"), null=True)

    objects = SwapQuerySet.as_manager()

    class Meta:
        verbose_name = _("swap")
        verbose_name_plural = _("swaps")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-asked_at"], name="swap_by_site"),
            models.Index(fields=["requester", "month"], name="swap_by_requester_and_month"),
            models.Index(fields=["counterpart", "month"], name="swap_by_counterpart"),
            models.Index(
                fields=["state"],
                name="swap_unfinished",
                condition=Q(state__in=["asked", "confirmed", "endorsed", "approved", "worked"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="swap_is_between_two_people",
                condition=~Q(requester=F("counterpart")),
                violation_error_message=_("A swap needs two people."),
            ),
            models.CheckConstraint(
                name="swap_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why you have to be there in person."),
            ),
            models.CheckConstraint(
                name="swap_month_is_that_of_its_first_day",
                condition=Q(month__day=1, last_on__gte=F("first_on"), first_on__gte=F("month")),
            ),
            models.CheckConstraint(
                name="swap_is_worked_before_it_is_returned",
                condition=Q(returned_at=None) | Q(worked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.requester} ↔ {self.counterpart}"

    def get_absolute_url(self) -> str:
        return address("swaps:swap", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: SW-000042."""
        return f"SW-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def has_return(self) -> bool:
        """Whether something is returned on a later day: the later of two shifts, or an exchange of its own."""
        return self.first_on != self.last_on


class SwapShift(models.Model):
    """One of the two shifts: who gives it, who takes it, the row that came of it. Its leader decides on this side."""

    swap = models.ForeignKey(Swap, models.PROTECT, related_name="shifts", verbose_name=_("swap"))
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="+", verbose_name=_("shift"))
    giver = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("from"))
    taker = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("to"))
    is_return = models.BooleanField(_("return"), default=False)
    is_open = models.BooleanField(default=True)  # as its swap; what the database holds one open swap by
    replacement = models.ForeignKey(
        Assignment, models.PROTECT, null=True, related_name="swap_shifts", verbose_name=_("new shift")
    )

    class Meta:
        verbose_name = _("shift of a swap")
        verbose_name_plural = _("shifts of swaps")
        ordering = ["swap", "assignment__starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(is_open=True),
                name="shift_is_in_one_open_swap",
                violation_error_message=_("Another swap that is not decided yet holds one of these shifts."),
            ),
            models.UniqueConstraint(
                fields=["swap", "giver", "is_return"], name="each_gives_one_shift_a_way_in_a_swap"
            ),
            models.CheckConstraint(
                name="shift_goes_to_somebody_else",
                condition=~Q(giver=F("taker")),
                violation_error_message=_("A swap needs two people."),
            ),
        ]

    def __str__(self) -> str:
        """As a leader reads it in a list: whose shift goes to whom."""
        row = self.assignment
        return f"{self.swap.number} {row.on} {row.code}: {self.giver} → {self.taker}"

    def get_absolute_url(self) -> str:
        return self.swap.get_absolute_url()


class Mishap(models.Model):
    """A swapped shift that stayed empty: who answers for it and for how much, by the leader's word (S2E-35)."""

    shift = models.OneToOneField(
        SwapShift, models.PROTECT, related_name="mishap", verbose_name=_("swapped shift")
    )
    reported_at = models.DateTimeField(_("reported"), db_default=Now())
    requester_share = models.PositiveSmallIntegerField(_("share of the requester"), null=True)  # per cent
    counterpart_share = models.PositiveSmallIntegerField(_("share of the colleague"), null=True)
    note = models.TextField(_("what happened"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), null=True)

    class Meta:
        verbose_name = _("empty swapped shift")
        verbose_name_plural = _("empty swapped shifts")
        constraints = [
            models.CheckConstraint(
                name="mishap_shares_make_a_whole",
                condition=Q(requester_share=None, counterpart_share=None, recorded_at=None)
                | Q(
                    requester_share__isnull=False,
                    counterpart_share=100 - F("requester_share"),
                    recorded_at__isnull=False,
                ),
                violation_error_message=_("The shares of the two are whole per cents that make 100."),
            ),
            models.CheckConstraint(
                name="mishap_that_is_split_says_what_happened",
                condition=Q(recorded_at=None) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.shift)
