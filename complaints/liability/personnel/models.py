"""Personnel Notices."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.approvals.models import Step
from callcenter.people.models import Employee, Site
from callcenter.web.addresses import address
from complaints.liability.access import SUBJECT
from complaints.liability.judging.models import Penalty
from complaints.liability.reviews.models import ReviewLine
from staffing.records.bulletins.models import Bulletin

PERSONNEL = "liability.personnel"  # the kind of request


class PersonnelState(models.TextChoices):
    """How far it is (domain §6.10, "Penalty path")."""

    PROPOSED = "proposed", pgettext_lazy("personnel notice", "Proposed")
    APPROVED = "approved", pgettext_lazy("personnel notice", "Approved, to be drawn up by HR")
    NOTICE = "notice", pgettext_lazy("personnel notice", "Drawn up")
    PUBLISHED = "published", pgettext_lazy("personnel notice", "Published")
    REFUSED = "refused", pgettext_lazy("personnel notice", "Refused")


class PersonnelQuerySet(models.QuerySet["PersonnelNotice"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "PersonnelQuerySet":
        """One's own once it is approved; those of a site by the user's posts; those one decides on."""
        me = position(user).employee_id or 0
        own = Q(employee=me, state__in=["approved", "notice", "published"])
        reach = rows(user, SUBJECT, own=own, site="site", action=action) & ~Q(employee=me)
        asked = Step.objects.filter(request__kind=PERSONNEL, approver=me).values("request__subject_id")
        return self.filter(reach | own | Q(pk__in=asked) if action is Action.VIEW else reach)

    def with_people(self) -> "PersonnelQuerySet":
        """With what pages and lists name."""
        return self.select_related(
            "site", "employee__user", "line__case", "proposed_by__employee", "bulletin"
        )


class PersonnelNotice(models.Model):
    """An administrative penalty of one person (人事公告单): GM office proposes, the GM approves, HR draws up and publishes."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    line = models.ForeignKey(
        ReviewLine, models.PROTECT, related_name="personnel_notices", verbose_name=_("complaint")
    )
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    penalty = models.CharField(_("penalty"), max_length=16, choices=Penalty.choices)
    grounds = models.TextField(_("grounds"))
    state = models.CharField(_("state"), max_length=9, choices=PersonnelState.choices)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"))
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    title = models.CharField(_("title"), max_length=160, blank=True)
    text = models.TextField(_("text"), blank=True)
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("drawn up by")
    )
    drawn_up_at = models.DateTimeField(_("drawn up"), null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, null=True, related_name="+", verbose_name=_("bulletin")
    )

    objects = PersonnelQuerySet.as_manager()

    class Meta:
        verbose_name = _("Personnel Notice")
        verbose_name_plural = _("Personnel Notices")
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["site", "-proposed_at"], name="personnel_notice_by_site")]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "employee"],
                condition=~Q(state="refused"),
                name="person_has_one_personnel_notice_for_a_complaint",
            ),
            models.CheckConstraint(name="personnel_notice_has_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="personnel_notice_goes_step_by_step",
                condition=Q(state__in=["proposed", "refused"], published_at=None)
                | Q(state="approved", approved_at__isnull=False, published_at=None)
                | Q(state="notice", approved_at__isnull=False, drawn_up_at__isnull=False, published_at=None)
                | Q(
                    state="published",
                    approved_at__isnull=False,
                    drawn_up_at__isnull=False,
                    published_at__isnull=False,
                    bulletin__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.employee}"

    def get_absolute_url(self) -> str:
        return address("liability:personnel", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: HR-000042."""
        return f"HR-{self.pk:06d}"
