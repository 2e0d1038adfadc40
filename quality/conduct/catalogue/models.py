"""Items of conduct and their dated versions."""

import datetime

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.db import no_overlap
from callcenter.people.naming import Bilingual
from callcenter.web.addresses import address


class Block(models.TextChoices):
    """The parts of the table (domain §5.5)."""

    FLOOR = "floor", _("Floor discipline")
    SYSTEM = "system", _("System operation")
    ATTENDANCE = "attendance", _("Attendance")
    PROCESS = "process", _("Process")
    REWARD = "reward", _("Rewards")


class Per(models.TextChoices):
    """What the points are counted for."""

    EACH = "each", pgettext_lazy("points", "each time")
    TEN_MINUTES = "ten_minutes", pgettext_lazy("points", "each 10 minutes begun")
    HALF_DAY = "half_day", pgettext_lazy("points", "each half day")


class Item(models.Model):
    """One item, known by its code: FD-09. What it says and costs stands in its versions."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    block = models.CharField(_("part"), max_length=12, choices=Block.choices)

    class Meta:
        verbose_name = _("item of conduct")
        verbose_name_plural = _("items of conduct")
        ordering = ["block", "code"]
        constraints = [
            models.CheckConstraint(name="item_has_a_code", condition=~Q(code="")),
            models.CheckConstraint(
                name="item_is_in_a_part_of_the_table", condition=Q(block__in=Block.values)
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return address("conduct:item", self.code)


class ItemVersionQuerySet(models.QuerySet["ItemVersion"]):
    def on(self, day: datetime.date) -> "ItemVersionQuerySet":
        """Those that hold on the day, in the table's order."""
        found = self.filter(period__contains=day).select_related("item")
        return found.order_by("item__block", "item__code")

    def deductions(self) -> "ItemVersionQuerySet":
        """What points are taken for."""
        return self.exclude(item__block=Block.REWARD)

    def rewards(self) -> "ItemVersionQuerySet":
        """What points are given for."""
        return self.filter(item__block=Block.REWARD)


class ItemVersion(Bilingual):
    """What an item says and costs from a day on, until the next version or for good. A record keeps its version."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions", verbose_name=_("item"))
    period = DateRangeField(_("holds"))
    least = models.PositiveSmallIntegerField(_("points, at least"))
    most = models.PositiveSmallIntegerField(_("points, at most"))
    per = models.CharField(_("counted"), max_length=12, choices=Per.choices, default=Per.EACH)
    is_breach = models.BooleanField(_("breach of discipline"), default=False)
    is_veto = models.BooleanField(_("veto"), default=False, help_text=_("Overrides the grade of the month."))
    source = models.CharField(_("source"), max_length=120, blank=True)

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an item")
        verbose_name_plural = _("versions of items")
        ordering = ["item", "-period"]
        constraints = [
            no_overlap(
                "item_id",
                period="period",
                name="item_has_one_version_a_day",
                message=_("The item has a version for these days already."),
            ),
            models.CheckConstraint(
                name="item_points_are_a_range",
                condition=Q(least__lte=F("most")),
                violation_error_message=_("The least points are not more than the most."),
            ),
            models.CheckConstraint(
                name="item_version_begins_on_a_day",
                condition=Q(period__startswith__isnull=False, period__isempty=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} {super().__str__()}"

    @property
    def title(self) -> str:
        """The name alone, in the reader's language."""
        return super().__str__()

    @property
    def points(self) -> str:
        """ "2–5", or "3"."""
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"

    @property
    def has_choice(self) -> bool:
        """Whether whoever records says how many points."""
        return self.least != self.most

    @property
    def since(self) -> datetime.date:
        """The first day on which it holds."""
        found = self.period.lower
        assert found is not None  # item_version_begins_on_a_day
        return found


def version_now(day: datetime.date) -> Subquery:
    """The id of an item's version of the day, for annotating items."""
    return Subquery(ItemVersion.objects.filter(item=OuterRef("pk"), period__contains=day).values("pk")[:1])
