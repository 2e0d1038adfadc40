"""Reward/Penalty Notices."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.approvals.models import Step
from callcenter.people.models import Department, Employee, Site
from callcenter.web.addresses import address
from complaints.cases.dossier import Case
from complaints.liability.access import SUBJECT
from complaints.liability.reviews.models import ReviewLine
from quality.conduct.models import Item, ItemVersion, PointsEntry
from staffing.records.bulletins.models import Bulletin

NOTICE = "liability.notice"  # the kind of request


class NoticeKind(models.TextChoices):
    """What it brings."""

    PENALTY = "penalty", pgettext_lazy("notice", "Penalty")
    REWARD = "reward", pgettext_lazy("notice", "Reward")


class NoticeState(models.TextChoices):
    """Where it stands."""

    DRAFT = "draft", pgettext_lazy("notice", "Draft")
    WAITING = "waiting", pgettext_lazy("notice", "Waits for the general manager")
    APPROVED = "approved", pgettext_lazy("notice", "Approved, may be contested")
    CONTESTED = "contested", pgettext_lazy("notice", "Contested")
    EXECUTED = "executed", pgettext_lazy("notice", "Executed")
    REVOKED = "revoked", pgettext_lazy("notice", "Revoked")
    REFUSED = "refused", pgettext_lazy("notice", "Refused")
    DROPPED = "dropped", pgettext_lazy("notice", "Dropped")


SEEN_BY_EMPLOYEE = (
    NoticeState.APPROVED,
    NoticeState.CONTESTED,
    NoticeState.EXECUTED,
    NoticeState.REVOKED,
)


class NoticeQuerySet(models.QuerySet["PenaltyNotice"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "NoticeQuerySet":
        """One's own once it is approved; those of a site by the user's posts, nobody's drafts about themselves."""
        from callcenter.access.permissions import position

        me = position(user).employee_id or 0
        own = Q(employee=me, state__in=SEEN_BY_EMPLOYEE)
        reach = rows(user, SUBJECT, own=own, site="site", action=action) & ~Q(employee=me)
        asked = Step.objects.filter(request__kind=NOTICE, approver=me).values("request__subject_id")
        found = reach | own
        return self.filter(found | Q(pk__in=asked) if action is Action.VIEW else reach)

    def with_people(self) -> "NoticeQuerySet":
        """With what pages and lists name."""
        return self.select_related(
            "site", "employee__user", "unit", "case", "item", "version__item", "written_by__employee", "entry"
        )


class PenaltyNotice(models.Model):
    """A Reward/Penalty Notice (奖罚通知单): points of one person, taken or given, drawn up by the GM office or proposed by the
    system (`written_by` null). There is no entry in the ledger before it is executed, and it is not executed before the GM
    approves. A reward is of a kind of the catalogue, in the `version` of the day it was drawn up; HR publishes it.
    """

    kind = models.CharField(_("kind"), max_length=7, choices=NoticeKind.choices, default=NoticeKind.PENALTY)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="notices", verbose_name=_("complaint")
    )
    line = models.ForeignKey(ReviewLine, models.PROTECT, null=True, related_name="notices")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    unit = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("responsible unit")
    )
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", verbose_name=_("item"))
    version = models.ForeignKey(
        ItemVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("as the catalogue had it")
    )
    points = models.PositiveSmallIntegerField(_("points"))
    grounds = models.TextField(_("grounds"))
    state = models.CharField(_("state"), max_length=9, choices=NoticeState.choices, default=NoticeState.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("drawn up by")
    )
    written_at = models.DateTimeField(_("drawn up"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True)
    contest_until = models.DateTimeField(_("may be contested until"), null=True)
    contest = models.TextField(_("contest"), blank=True)
    contested_at = models.DateTimeField(_("contested"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decision = models.TextField(_("words of the decision"), blank=True)
    executed_at = models.DateTimeField(_("executed"), null=True)
    entry = models.OneToOneField(
        PointsEntry, models.PROTECT, null=True, related_name="+", verbose_name=_("in the ledger")
    )
    bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, null=True, related_name="+", verbose_name=_("bulletin")
    )
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Reward/Penalty Notice")
        verbose_name_plural = _("Reward/Penalty Notices")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-written_at"], name="notice_by_site"),
            models.Index(fields=["employee", "-written_at"], name="notice_by_person"),
            models.Index(
                fields=["contest_until"], name="notice_window_by_end", condition=Q(state="approved")
            ),
        ]
        constraints = [
            models.CheckConstraint(name="notice_takes_points", condition=Q(points__gt=0)),
            models.CheckConstraint(name="notice_has_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="notice_is_approved_before_anything_follows",
                condition=Q(state__in=["draft", "waiting", "refused", "dropped"], entry=None)
                | Q(approved_at__isnull=False, contest_until__isnull=False),
            ),
            models.CheckConstraint(
                name="executed_notice_is_in_the_ledger",
                condition=~Q(state="executed") | Q(executed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_is_contested_with_words",
                condition=Q(contest="", contested_at=None) | (~Q(contest="") & Q(contested_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="reward_is_of_the_catalogue",
                condition=Q(kind="penalty") | Q(kind="reward", item__isnull=False, version__isnull=False),
            ),
            models.CheckConstraint(
                name="approved_rewards_alone_are_published",
                condition=Q(published_at=None, bulletin=None)
                | Q(
                    kind="reward",
                    published_at__isnull=False,
                    bulletin__isnull=False,
                    approved_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["case", "employee", "item"],
                condition=Q(written_by=None) & ~Q(state="dropped"),
                name="overdue_case_is_proposed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.employee}"

    def get_absolute_url(self) -> str:
        return address("liability:notice", str(self.pk))

    @property
    def is_reward(self) -> bool:
        return self.kind == NoticeKind.REWARD

    @property
    def number(self) -> str:
        """The public number: RP-000042."""
        return f"RP-{self.pk:06d}"
