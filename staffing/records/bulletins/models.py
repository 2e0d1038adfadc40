"""Bulletins, what they said in each version, and who confirmed having read which."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.access.posts import PostCode
from callcenter.people.models import Department, Employee, Site, Team
from callcenter.web.addresses import address
from staffing.records.access import SUBJECT


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "BulletinQuerySet":
        """Those addressed to the user, once they hold; all of the site, or those to the own teams, for who looks after others."""
        kept = rows(user, SUBJECT, own=Q(pk__in=[]), team="teams", site="site", action=action)
        own = Q(pk__in=self.model.objects.addressed_to(user).values("pk"))
        if action is not Action.VIEW:
            own = Q(pk__in=[])
        return self.filter(pk__in=self.model.objects.filter(kept | own).values("pk"))

    def addressed_to(self, user: Actor) -> "BulletinQuerySet":
        """Those whose audience the user belongs to, whose time has come."""
        where = position(user)
        if where.employee_id is None:
            return self.none()
        place = Q(departments=None, teams=None)
        place |= Q(departments__in=where.department_ids) | Q(teams__in=where.team_ids)
        posts = Q(posts=[]) | Q(posts__overlap=[post.value for post in where.posts])
        found = self.model.objects.filter(place, posts, site__in=where.site_ids)
        return self.filter(pk__in=found.values("pk"), valid_from__lte=timezone.now())

    def in_force(self, at: datetime.datetime) -> "BulletinQuerySet":
        """Those that hold at that moment."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=at), valid_from__lte=at, withdrawn_at=None)

    def with_read_by(self, employee_id: int | None) -> Any:
        """Annotate `is_read`: whether that person has confirmed what is to be read now."""
        mine = Receipt.objects.filter(
            bulletin=OuterRef("pk"), employee=employee_id or 0, number__gte=OuterRef("read_from")
        )
        return self.annotate(is_read=Exists(mine))


class Bulletin(models.Model):
    """A notice as it stands now. `number` is its version; receipts count from `read_from` on."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="bulletins", verbose_name=_("site"))
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"))
    departments = models.ManyToManyField(
        Department, related_name="+", blank=True, verbose_name=_("departments")
    )
    teams = models.ManyToManyField(Team, related_name="+", blank=True, verbose_name=_("teams"))
    posts = ArrayField(
        models.CharField(max_length=32, choices=PostCode.choices),
        default=list,
        blank=True,
        verbose_name=_("posts"),
    )
    must_read = models.BooleanField(_("must be read before the shift"), default=True)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    number = models.PositiveIntegerField(_("version"), default=1)
    read_from = models.PositiveIntegerField(_("to be read since version"), default=1)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"))
    changed_at = models.DateTimeField(_("changed at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["site", "-valid_from"], name="bulletin_by_site")]
        constraints = [
            models.CheckConstraint(
                name="bulletin_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                violation_error_message=_("A bulletin ends after it starts."),
            ),
            models.CheckConstraint(
                name="bulletin_is_read_from_one_of_its_versions",
                condition=Q(read_from__gte=1, read_from__lte=F("number")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("records:bulletin", str(self.pk))

    def holds(self, at: datetime.datetime) -> bool:
        """Whether it is in force at that moment."""
        ended = self.valid_until is not None and self.valid_until <= at
        return self.withdrawn_at is None and self.valid_from <= at and not ended


class BulletinVersion(models.Model):
    """What a bulletin said: append-only."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"))
    note = models.CharField(_("what changed"), max_length=400, blank=True)
    asks_again = models.BooleanField(_("to be read again"), default=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), db_default=Now())

    class Meta:
        verbose_name = _("version of a bulletin")
        verbose_name_plural = _("versions of bulletins")
        ordering = ["bulletin", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "number"], name="bulletin_version_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"


class Receipt(models.Model):
    """Somebody confirmed having read a version: append-only."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="receipts")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    number = models.PositiveIntegerField(_("version"))
    read_at = models.DateTimeField(_("read at"), db_default=Now())

    class Meta:
        verbose_name = _("read receipt")
        verbose_name_plural = _("read receipts")
        ordering = ["-read_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "employee", "number"],
                name="nobody_confirms_a_version_twice",
                violation_error_message=_("This version is confirmed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin} · {self.employee}"
