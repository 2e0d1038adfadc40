"""The callback after a complaint is closed (S1-17, S1-18, S1-36): a named person's task, its attempts, what follows."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.people.models import Employee, Site
from callcenter.web.addresses import address
from complaints.cases.models import Case
from complaints.surveys.ratings.models import SUBJECT, Response


class CallbackState(models.TextChoices):
    """Where it stands; an unsatisfied customer's is finished by work done again or by the manager's decision alone."""

    WAITING = "waiting", pgettext_lazy("callback", "To be called")
    SATISFIED = "satisfied", pgettext_lazy("callback", "Satisfied")
    UNSATISFIED = "unsatisfied", pgettext_lazy("callback", "Unsatisfied: decide what follows")
    REPROCESSING = "reprocessing", pgettext_lazy("callback", "Unsatisfied: being worked on again")
    REOPENED = "reopened", pgettext_lazy("callback", "Unsatisfied: new form")
    LET_REST = "let_rest", pgettext_lazy("callback", "Unsatisfied: left so by the manager")
    DECLINED = "declined", pgettext_lazy("callback", "Customer does not want to answer")
    UNREACHABLE = "unreachable", pgettext_lazy("callback", "Not reached")


OPEN = (CallbackState.WAITING, CallbackState.UNSATISFIED)
CALLED_AT = Coalesce("response__answered_at", "done_at")  # the call that it was about was made
UNSATISFIED = (
    CallbackState.UNSATISFIED,
    CallbackState.REPROCESSING,
    CallbackState.REOPENED,
    CallbackState.LET_REST,
)


class Reach(models.TextChoices):
    """What came of an attempt."""

    REACHED = "reached", pgettext_lazy("attempt", "Reached")
    NOT_REACHED = "not_reached", pgettext_lazy("attempt", "Not reached")
    LATER = "later", pgettext_lazy("attempt", "Reached: call again later")


class CallbackQuerySet(models.QuerySet["Callback"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "CallbackQuerySet":
        """One's own and those of one's site; never one about a complaint against oneself."""
        seen = self.filter(rows(user, SUBJECT, own="owner", site="site", action=action))
        me = position(user).employee_id
        return seen.exclude(case__about=me) if me is not None else seen

    def open(self) -> "CallbackQuerySet":
        """Those that somebody still has something to do about."""
        return self.filter(state__in=OPEN)


class Callback(models.Model):
    """One call to one customer. `loop` counts how often this complaint and its later forms were called back."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="callbacks", verbose_name=_("complaint"))
    loop = models.PositiveSmallIntegerField(_("round"))
    owner = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("calls"))
    state = models.CharField(
        _("state"), max_length=12, choices=CallbackState.choices, default=CallbackState.WAITING
    )
    made_at = models.DateTimeField(_("made"), db_default=Now())
    due_at = models.DateTimeField(_("due"))
    next_at = models.DateTimeField(_("call next"))  # the customer's wish, else when it is due
    missed = models.PositiveSmallIntegerField(_("attempts without reaching"), default=0)
    response = models.OneToOneField(
        Response, models.PROTECT, null=True, blank=True, related_name="callback", verbose_name=_("answer")
    )
    done_at = models.DateTimeField(_("done"), null=True)
    follow_up_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    follow_up_id = models.PositiveBigIntegerField(null=True)
    follow_up = GenericForeignKey("follow_up_type", "follow_up_id")
    decision = models.TextField(_("why"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = CallbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("callback")
        verbose_name_plural = _("callbacks")
        ordering = ["next_at", "pk"]
        indexes = [
            models.Index(
                fields=["owner", "next_at"],
                name="callback_open_by_owner",
                condition=Q(state__in=["waiting", "unsatisfied"]),
            ),
            models.Index(fields=["site", "-made_at"], name="callback_by_site"),
            models.Index(fields=["follow_up_type", "follow_up_id"], name="callback_by_follow_up"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "loop"], name="one_callback_a_round"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["waiting", "unsatisfied"]),
                name="one_open_callback_of_a_complaint",
            ),
            models.CheckConstraint(
                name="callback_done_says_when",
                condition=Q(state__in=["waiting", "unsatisfied"], done_at=None)
                | (~Q(state__in=["waiting", "unsatisfied"]) & Q(done_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="callback_with_a_verdict_has_an_answer",
                condition=Q(state__in=["waiting", "declined", "unreachable"], response=None)
                | (~Q(state__in=["waiting", "declined", "unreachable"]) & Q(response__isnull=False)),
            ),
            models.CheckConstraint(
                name="unsatisfied_is_left_so_by_somebody_with_a_reason",
                condition=~Q(state="let_rest") | (Q(decided_by__isnull=False) & ~Q(decision="")),
            ),
            models.CheckConstraint(
                name="work_done_again_is_named",
                condition=~Q(state__in=["reprocessing", "reopened"])
                | Q(follow_up_type__isnull=False, follow_up_id__isnull=False),
            ),
            models.CheckConstraint(name="rounds_count_from_one", condition=Q(loop__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.case.reference}"

    def get_absolute_url(self) -> str:
        return address("surveys:callback", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: CB-000042."""
        return f"CB-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Attempt(models.Model):
    """One try to reach the customer; only ever added to."""

    callback = models.ForeignKey(Callback, models.PROTECT, related_name="attempts")
    at = models.DateTimeField(_("at"), db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reach = models.CharField(_("result"), max_length=11, choices=Reach.choices)
    next_at = models.DateTimeField(_("call again at"), null=True)
    words = models.TextField(_("what was said"), blank=True)

    class Meta:
        verbose_name = _("attempt to call")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="calling_again_has_its_moment",
                condition=~Q(reach="later") | Q(next_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.callback.number} {self.get_reach_display()}"
