"""Company, sites, departments, teams and the titles of posts."""

import datetime
import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.access.posts import PostCode
from callcenter.people.naming import Bilingual
from callcenter.people.organisation.countries import country_name

CODE = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, digits and hyphens."))


def is_time_zone(name: str) -> bool:
    """Whether the time-zone database has that name."""
    return name in zoneinfo.available_timezones()


def validate_time_zone(name: str) -> None:
    """Refuse a name that the time-zone database does not have."""
    if not is_time_zone(name):
        raise ValidationError(
            _("%(name)s is no time zone; write one such as Asia/Shanghai."), params={"name": name}
        )


class Company(Bilingual):
    """The one that owns the sites; usually a single row."""

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")


class SiteQuerySet(models.QuerySet["Site"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "SiteQuerySet":
        """Sites where the user stands, or all for company-wide posts."""
        return self.filter(rows(user, "people.site", own=Q(pk__in=[]), site="id", action=action))


class Site(Bilingual):
    """One call center at one place: its clock, its country, its statistics period."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="sites", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=32, unique=True, validators=[CODE])
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, such as CN."))
    statistics_start_day = models.PositiveSmallIntegerField(
        _("statistics month starts on day"),
        default=1,
        help_text=_("1 for the natural month; 21 for the 21st to the 20th."),
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="site_statistics_start_day_is_1_to_28",
                condition=Q(statistics_start_day__gte=1, statistics_start_day__lte=28),
                violation_error_message=_("A statistics month starts on a day from 1 to 28."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("people:site", args=[self.code])

    @property
    def country_name(self) -> str:
        """The country in the reader's language."""
        return country_name(self.country)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone as an object."""
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self) -> datetime.date:
        """The day it is at the site now, which may differ from the server's."""
        return timezone.localdate(timezone=self.zone)


class Department(Bilingual):
    """A department of a site."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="departments", verbose_name=_("site"))
    code = models.CharField(_("code"), max_length=32, validators=[CODE])

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["site", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="department_code_is_unique_in_its_site",
                violation_error_message=_("This site already has a department with this code."),
            ),
        ]


class Team(Bilingual):
    """A group (班组) of a department."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="teams", verbose_name=_("department")
    )
    code = models.CharField(_("code"), max_length=32, validators=[CODE])
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["department", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "code"],
                name="team_code_is_unique_in_its_department",
                violation_error_message=_("This department already has a team with this code."),
            ),
        ]


class Post(Bilingual):
    """The company's own title for one of the twenty roles; permissions hang on the code."""

    code = models.CharField(_("code"), max_length=32, unique=True, choices=PostCode.choices)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)  # for sorting lists, highest first

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-rank", "code"]
        constraints = [
            models.CheckConstraint(
                name="post_code_is_one_of_the_roles", condition=Q(code__in=PostCode.values)
            ),
        ]
