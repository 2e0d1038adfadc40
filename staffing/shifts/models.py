"""Kinds of shifts with their segments, and rotations: cycles of shifts and days off."""

from typing import Any

from django.contrib.postgres.fields import IntegerRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.db import no_overlap
from callcenter.people.models import Site
from callcenter.people.naming import Bilingual
from callcenter.web.addresses import address
from staffing.shifts.rules import LATEST, Segment, SegmentKind, Segments

SUBJECT = "staffing.roster"  # who may see and draw up rosters decides on their shifts too

SEGMENT_KINDS = [
    (SegmentKind.WORK.value, _("Work")),
    (SegmentKind.PAID_BREAK.value, _("Paid break")),
    (SegmentKind.MEAL.value, _("Meal")),
]


class Colour(models.TextChoices):
    """Colours of cells, each with a light and a dark tone in the style sheet."""

    BLUE = "blue", _("Blue")
    AZURE = "azure", _("Light blue")
    TEAL = "teal", _("Teal")
    GREEN = "green", _("Green")
    LIME = "lime", _("Lime")
    YELLOW = "yellow", _("Yellow")
    ORANGE = "orange", _("Orange")
    RED = "red", _("Red")
    PINK = "pink", _("Pink")
    PURPLE = "purple", _("Purple")
    INDIGO = "indigo", _("Indigo")
    GREY = "grey", _("Grey")


class ShiftTypeQuerySet(models.QuerySet["ShiftType"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ShiftTypeQuerySet":
        """Those of the sites whose rosters the user may see; agents see the shifts of their own site."""
        return self.filter(of_sites(user, action))


def of_sites(user: Actor, action: Action) -> Q:
    """The condition on rows with a `site`: the sites where the user may do `action` with rosters."""
    sites = Site.objects.visible_to(user)
    return rows(user, SUBJECT, own=Q(site__in=sites), team="", site="site", action=action)


class ShiftType(Bilingual):
    """A kind of shift of a site, such as early, late or night. Its code is what a roster's cell shows.

    Changing its times changes no shift that stands in a roster: each keeps the segments it was given.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="shift_types", verbose_name=_("site"))
    code = models.CharField(_("code"), max_length=8)
    colour = models.CharField(_("colour"), max_length=8, choices=Colour.choices, default=Colour.BLUE)
    night_flag = models.BooleanField(
        _("counts as a night shift"), null=True, blank=True
    )  # null: by its times
    skill_level = models.PositiveSmallIntegerField(_("skill level needed"), default=1)  # 1 to 5
    is_live = models.BooleanField(_("takes live contacts"), default=True)  # no: training, induction
    minimum_heads = models.PositiveSmallIntegerField(_("minimum heads"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    objects = ShiftTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift type")
        verbose_name_plural = _("shift types")
        ordering = ["site", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="shift_code_is_unique_in_its_site",
                violation_error_message=_("This site already has a shift with this code."),
            ),
            models.CheckConstraint(
                name="shift_skill_level_is_1_to_5",
                condition=Q(skill_level__gte=1, skill_level__lte=5),
                violation_error_message=_("A skill level is a number from 1 to 5."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("shifts:type", self.site.code, self.code)

    @property
    def parts(self) -> Segments:
        """Its segments as the rules take them, in order; uses what was prefetched."""
        found = [each.value for each in self.segments.all()]
        return tuple(sorted(found, key=lambda each: each.start))


class ShiftSegment(models.Model):
    """A part of a shift type: `span` is [start, end) in minutes of wall-clock time from midnight of the shift's day."""

    shift_type = models.ForeignKey(ShiftType, models.CASCADE, related_name="segments")
    span = IntegerRangeField()
    kind = models.CharField(max_length=16, choices=SEGMENT_KINDS, default=SegmentKind.WORK.value)

    class Meta:
        ordering = ["shift_type", "span"]
        constraints = [
            no_overlap(
                "shift_type_id",
                period="span",
                name="segments_of_a_shift_do_not_overlap",
                message=_("Parts of a shift overlap."),
            ),
            models.CheckConstraint(
                name="segment_lies_within_two_days",
                condition=Q(span__isempty=False, span__startswith__gte=0, span__endswith__lte=LATEST),
                violation_error_message=_("A shift starts on its day and ends by the end of the next."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.span.lower}–{self.span.upper}"

    @property
    def value(self) -> Segment:
        """The segment as the rules take it."""
        span: Any = self.span
        return Segment(span.lower, span.upper, SegmentKind(self.kind))


class RotationQuerySet(models.QuerySet["Rotation"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "RotationQuerySet":
        """Those of the sites whose rosters the user may see."""
        return self.filter(of_sites(user, action))


class Rotation(Bilingual):
    """A cycle of shifts and days off: four on two off, five crews on three shifts. Crews are places in the cycle."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="rotations", verbose_name=_("site"))
    code = models.CharField(_("code"), max_length=16)
    anchor_on = models.DateField(_("counted from"))  # the day on which crew 0 is at the first place
    crews = models.PositiveSmallIntegerField(
        _("crews"), default=1
    )  # crew n starts n × cycle ÷ crews places later
    is_active = models.BooleanField(_("active"), default=True)

    objects = RotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("rotation")
        verbose_name_plural = _("rotations")
        ordering = ["site", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="rotation_code_is_unique_in_its_site",
                violation_error_message=_("This site already has a rotation with this code."),
            ),
            models.CheckConstraint(
                name="rotation_has_at_least_one_crew",
                condition=Q(crews__gte=1),
                violation_error_message=_("A rotation has at least one crew."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("shifts:rotation", self.site.code, self.code)


class RotationDay(models.Model):
    """One place of a rotation's cycle; without a shift it is a day off."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="days")
    place = models.PositiveSmallIntegerField()  # from 0
    shift_type = models.ForeignKey(ShiftType, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["rotation", "place"]
        constraints = [
            models.UniqueConstraint(fields=["rotation", "place"], name="rotation_has_one_shift_at_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.shift_type or '–'}"
