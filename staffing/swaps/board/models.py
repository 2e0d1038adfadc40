"""What stands on the board: a cover, an open shift, an offer of overtime or time off; and who took a place."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.people.models import Department, Employee, Site, Team
from callcenter.web.addresses import address
from staffing.roster.models import Assignment
from staffing.shifts.models import ShiftType

SUBJECT = "staffing.swap"


class PostingKind(models.TextChoices):
    """What is given or offered."""

    COVER = "cover", pgettext_lazy("board", "Cover")  # somebody gives a shift away
    OPEN_SHIFT = "open_shift", pgettext_lazy("board", "Open shift")  # a shift that nobody has yet
    OVERTIME = "overtime", pgettext_lazy("board", "Overtime")
    TIME_OFF = "time_off", pgettext_lazy("board", "Voluntary time off")


OFFERS = (PostingKind.OVERTIME, PostingKind.TIME_OFF)


class PostingState(models.TextChoices):
    """Where it stands."""

    ASKED = "asked", pgettext_lazy("board", "Waits for a release")
    OPEN = "open", pgettext_lazy("board", "Open")
    FULL = "full", pgettext_lazy("board", "Taken")
    CLOSED = "closed", pgettext_lazy("board", "Over")
    REJECTED = "rejected", pgettext_lazy("board", "Not released")
    WITHDRAWN = "withdrawn", pgettext_lazy("board", "Withdrawn")


class PostingQuerySet(models.QuerySet["Posting"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "PostingQuerySet":
        """What is open to one's team or department, what one posted or took; for leaders those of their reach."""
        where = position(user)
        reach = rows(
            user,
            SUBJECT,
            own=Q(giver=where.employee_id or 0) | Q(posted_by=getattr(user, "pk", None) or 0),
            team="team",
            department="department",
            site="site",
            action=action,
        )
        if action is not Action.VIEW or where.employee_id is None:
            return self.filter(reach)
        mine = Q(giver=where.employee_id) | Q(
            pk__in=Claim.objects.filter(employee=where.employee_id).values("posting")
        )
        return self.filter(reach | mine | self._offered(user))

    def offered_to(self, user: Actor) -> "PostingQuerySet":
        """What is open to the user's own team or department."""
        return self.filter(self._offered(user))

    def _offered(self, user: Actor) -> Q:
        where = position(user)
        here = Q(team=None, department__in=where.department_ids) | Q(team__in=where.team_ids)
        return Q(state__in=[PostingState.OPEN, PostingState.FULL]) & here


class Posting(models.Model):
    """Something on the board for a team, or without one for the whole department; the first who claim it have it."""

    kind = models.CharField(_("what"), max_length=12, choices=PostingKind.choices)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    on = models.DateField(_("day"))
    shift_type = models.ForeignKey(
        ShiftType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shift")
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    assignment = models.ForeignKey(  # of a cover: the shift that is given away
        Assignment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given shift")
    )
    giver = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from")
    )
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    reason = models.TextField(_("reason"))
    state = models.CharField(
        _("state"), max_length=10, choices=PostingState.choices, default=PostingState.OPEN
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("posted by")
    )
    posted_at = models.DateTimeField(_("posted"), db_default=Now())
    closed_at = models.DateTimeField(pgettext_lazy("board", "closed"), null=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the board")
        verbose_name_plural = _("entries of the board")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["site", "starts_at"], name="posting_by_site"),
            models.Index(fields=["giver"], name="posting_by_giver", condition=Q(giver__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="posting_is_complete_for_its_kind",
                condition=Q(kind="cover", assignment__isnull=False, giver__isnull=False, places=1)
                | Q(kind="open_shift", assignment=None, giver=None, shift_type__isnull=False)
                | Q(kind__in=["overtime", "time_off"], assignment=None, giver=None),
            ),
            models.CheckConstraint(
                name="posting_has_places_and_ends_after_it_starts",
                condition=Q(places__gte=1, ends_at__gt=F("starts_at")),
            ),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=["asked", "open"]),
                name="shift_is_given_away_once_at_a_time",
                violation_error_message=_("This shift is already on the board."),
            ),
        ]

    def __str__(self) -> str:
        name = self.giver if self.giver_id else self.team or self.department
        return f"{self.number} {self.get_kind_display()} {self.on} · {name}"

    def get_absolute_url(self) -> str:
        return address("swaps:posting", str(self.pk))

    @property
    def kept_label(self) -> str:
        """Without words of a language, for rows that keep it (`audit.labels`)."""
        return f"{self.number} · {self.on} · {self.giver if self.giver_id else self.team or self.department}"

    @property
    def number(self) -> str:
        """The public number: BD-000042."""
        return f"BD-{self.pk:06d}"


class Claim(models.Model):
    """Somebody took a place: one each, and the change of the roster that it made."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="claims", verbose_name=_("entry"))
    place = models.PositiveSmallIntegerField(_("place"))  # from 1 to the posting's places
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("who"))
    assignment: Any = models.ForeignKey(  # the new shift; with time off the one that was taken back
        Assignment, models.PROTECT, related_name="+", verbose_name=_("shift")
    )
    claimed_at = models.DateTimeField(_("taken"), db_default=Now())

    class Meta:
        verbose_name = _("place on the board")
        verbose_name_plural = _("places on the board")
        ordering = ["posting", "place"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "place"], name="place_is_taken_once"),
            models.UniqueConstraint(
                fields=["posting", "employee"],
                name="nobody_takes_two_places",
                violation_error_message=_("You already have a place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting.number} {self.place} · {self.employee}"
