"""Employees, and their dated employment, team, superior and post: one of each at a time, the database refuses overlaps."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.access.posts import PostCode
from callcenter.db import no_overlap
from callcenter.people.naming import Bilingual
from callcenter.people.organisation.models import Department, Post, Site, Team
from callcenter.web.addresses import address

NUMBER = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9-]*$", _("Use letters, digits and hyphens."))


class JobType(models.TextChoices):
    INBOUND = "inbound", _("Inbound")
    OUTBOUND = "outbound", _("Outbound")
    BLENDED = "blended", _("Blended")
    BACK_OFFICE = "back_office", _("Back office")


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "EmployeeQuerySet":
        """Those the user may see: self, own team, department, site or all, by the user's posts.

        Today's teams count, where today is the day at the viewer's own site: one day for the whole answer, so that a
        list never mixes two days. Rows of a site in another zone are at most some hours early or late in it.
        """
        today = position(user).today or timezone.localdate()
        return self.with_place(today).filter(
            rows(
                user,
                "people.employee",
                own="pk",
                team="team_id",
                department="department_id",
                site="site_id",
                action=action,
            )
        )

    def holding(self, posts: Iterable[PostCode], on: datetime.date) -> "EmployeeQuerySet":
        """Those who hold one of these posts on the day; somebody with two of them twice."""
        return self.filter(
            postholdings__post__code__in=[post.value for post in posts], postholdings__period__contains=on
        )

    def superiors_of(self, employees: Iterable[int], on: datetime.date) -> "EmployeeQuerySet":
        """To whom these (ids) report on the day; each once for every one of them, who is `subordinates__employee`."""
        return self.filter(subordinates__employee__in=list(employees), subordinates__period__contains=on)

    def with_place(self, on: datetime.date) -> "EmployeeQuerySet":
        """Annotate `team_id`, `department_id`, `post_id`, `superior_id` as of the day; None where there is none.

        Joins, not subqueries: a third of the time at 2,000 people with six periods each. They add no rows, since
        the database refuses a second team, main post or superior on one day. Lock with `of=("self",)`.
        """
        return self.annotate(
            team_now=FilteredRelation("teammemberships", condition=Q(teammemberships__period__contains=on)),
            post_now=FilteredRelation(
                "postholdings",
                condition=Q(postholdings__period__contains=on, postholdings__is_primary=True),
            ),
            line_now=FilteredRelation("reportinglines", condition=Q(reportinglines__period__contains=on)),
        ).annotate(
            team_id=F("team_now__team"),
            department_id=F("team_now__team__department"),
            post_id=F("post_now__post"),
            superior_id=F("line_now__superior"),
        )

    def employed(self, on: datetime.date) -> "EmployeeQuerySet":
        """Hired on or before the day and not yet gone; also in an employment before the latest."""
        return self.filter(pk__in=Employment.objects.filter(period__contains=on).values("employee"))


class Employee(Bilingual):
    """A person who works or worked at a site. Never deleted: people leave, their records stay."""

    number = models.CharField(_("employee number"), max_length=32, unique=True, validators=[NUMBER])
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="employee",
        verbose_name=_("log-in"),
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="employees", verbose_name=_("site"))
    job_type = models.CharField(
        _("job type"), max_length=16, choices=JobType.choices, default=JobType.INBOUND
    )
    skill_level = models.PositiveSmallIntegerField(_("skill level"), default=1)  # 1 (new) to 5
    grade = models.CharField(_("grade"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    # The latest employment's days: written by the database itself with the `Employment` rows, and no commit passes
    # with other ones. Lists sort and filter by them without a join.
    hired_on = models.DateField(_("hired on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)  # the first day no longer employed

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["number"]
        indexes = [models.Index(fields=["site", "number"], name="employee_by_site")]
        constraints = [
            models.UniqueConstraint(
                Lower("number"),
                name="employee_number_is_unique_in_any_letter_case",
                violation_error_message=_("There is already an employee with this number."),
            ),
            models.CheckConstraint(
                name="employee_leaves_after_being_hired",
                condition=Q(left_on=None) | Q(left_on__gt=F("hired_on")),
                violation_error_message=_("The leave date must be after the hire date."),
            ),
            models.CheckConstraint(
                name="employee_skill_level_is_1_to_5",
                condition=Q(skill_level__gte=1, skill_level__lte=5),
                violation_error_message=_("A skill level is a number from 1 to 5."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("people:employee", self.number)

    def is_employed(self, on: datetime.date) -> bool:
        """Hired on or before the day and not yet gone; days before the latest employment are looked up."""
        if on < self.hired_on:
            return self.employments.filter(period__contains=on).exists()
        return self.left_on is None or on < self.left_on


class Dated(models.Model):
    """A fact about an employee that holds for `period`, a half-open range of days."""

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="%(class)ss", verbose_name=_("employee")
    )
    period = DateRangeField(_("period"))  # [first day, first day no longer)

    class Meta:
        abstract = True
        ordering = ["employee", "period"]


def real_period(name: str) -> models.CheckConstraint:
    """Refuse a period without a first day or without any day: an empty range would escape the overlap check."""
    return models.CheckConstraint(
        name=name,
        condition=Q(period__isempty=False, period__startswith__isnull=False),
        violation_error_message=_("The period must have a first day and end after it."),
    )


class Employment(Dated):
    """A time of being employed: who leaves and comes back under the same number has several."""

    leave_reason = models.CharField(_("reason of leaving"), max_length=500, blank=True)
    successor = models.ForeignKey(  # who takes over open work when the day has come
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("successor")
    )

    class Meta(Dated.Meta):
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        constraints = [
            no_overlap(
                "employee_id",
                period="period",
                name="employee_has_one_employment_at_a_time",
                message=_("This employee is already employed in that period."),
            ),
            real_period("employment_has_a_real_period"),
            models.CheckConstraint(
                name="nobody_is_their_own_successor",
                condition=Q(successor=None) | ~Q(employee=F("successor")),
                violation_error_message=_("Nobody is their own successor."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.period.lower}"


class TeamMembership(Dated):
    """Which team an employee is in."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships", verbose_name=_("team"))

    class Meta(Dated.Meta):
        verbose_name = _("team membership")
        verbose_name_plural = _("team memberships")
        constraints = [
            no_overlap(
                "employee_id",
                period="period",
                name="employee_is_in_one_team_at_a_time",
                message=_("This employee already has a team in that period."),
            ),
            real_period("team_membership_has_a_real_period"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.team}"


class ReportingLine(Dated):
    """To whom an employee reports."""

    superior = models.ForeignKey(
        Employee, models.PROTECT, related_name="subordinates", verbose_name=_("superior")
    )

    class Meta(Dated.Meta):
        verbose_name = _("reporting line")
        verbose_name_plural = _("reporting lines")
        constraints = [
            no_overlap(
                "employee_id",
                period="period",
                name="employee_has_one_superior_at_a_time",
                message=_("This employee already has a superior in that period."),
            ),
            models.CheckConstraint(
                name="employee_is_not_their_own_superior",
                condition=~Q(employee=F("superior")),
                violation_error_message=_("Nobody is their own superior."),
            ),
            real_period("reporting_line_has_a_real_period"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} → {self.superior}"


class PostHolding(Dated):
    """A post held: one primary at a time; extra roles beside it, in a department where that matters (deputies)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name=_("post"))
    is_primary = models.BooleanField(_("main post"), default=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for department")
    )

    class Meta(Dated.Meta):
        verbose_name = _("post held")
        verbose_name_plural = _("posts held")
        indexes = [GistIndex(fields=["period"], name="post_holding_by_period")]
        constraints = [
            no_overlap(
                "employee_id",
                period="period",
                name="employee_has_one_main_post_at_a_time",
                message=_("This employee already has a main post in that period."),
                condition=Q(is_primary=True),
            ),
            # Without a department the range is unbounded: such a role covers every department.
            no_overlap(
                "employee_id",
                "post_id",
                "department_id",
                period="period",
                name="employee_holds_an_extra_role_once_at_a_time",
                message=_("This employee already has this extra role in that period."),
                condition=Q(is_primary=False),
            ),
            real_period("post_holding_has_a_real_period"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.post}"
