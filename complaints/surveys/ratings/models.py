"""An invitation to rate, by a secret link or on the phone, and its one answer (S2A-12 to S2A-14)."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, rows, scope
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from complaints.customers.models import Customer
from complaints.surveys.campaigns.models import Campaign
from complaints.surveys.rules import Mark

SUBJECT = "complaints.survey"
MARKS = [mark.value for mark in Mark]


class Grade(models.TextChoices):
    """The four grades, and what an item says that does not apply."""

    VERY_SATISFIED = Mark.VERY_SATISFIED.value, pgettext_lazy("grade", "Very satisfied")
    SATISFIED = Mark.SATISFIED.value, pgettext_lazy("grade", "Satisfied")
    ORDINARY = Mark.ORDINARY.value, pgettext_lazy("grade", "Ordinary")
    POOR = Mark.POOR.value, pgettext_lazy("grade", "Poor")
    NOT_APPLICABLE = Mark.NOT_APPLICABLE.value, pgettext_lazy("grade", "Not applicable")


class Way(models.TextChoices):
    """How the customer is asked."""

    LINK = "link", pgettext_lazy("survey", "Link handed over")
    EMAIL = "email", pgettext_lazy("survey", "E-mail")
    PHONE = "phone", pgettext_lazy("survey", "Phone")


class InvitationState(models.TextChoices):
    """Open until it is answered; what is over by date stays open here and is refused by its date."""

    OPEN = "open", pgettext_lazy("survey", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("survey", "Answered")
    DECLINED = "declined", pgettext_lazy("survey", "Customer does not want to answer")
    WITHDRAWN = "withdrawn", pgettext_lazy("survey", "Withdrawn")


class MailState(models.TextChoices):
    """Where its letter stands."""

    NONE = "none", pgettext_lazy("letter", "No letter")
    WAITING = "waiting", pgettext_lazy("letter", "Waits to be sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    FAILED = "failed", pgettext_lazy("letter", "Could not be sent")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "InvitationQuerySet":
        """Of one's teams or site; who sees only ratings of their own does not see who is asked."""
        if scope(user, action, SUBJECT) <= Scope.OWN:
            return self.filter(made_by=user.pk) if user is not None and user.pk else self.none()
        return self.filter(rows(user, SUBJECT, own="employee", team="team", site="site", action=action))


class Invitation(models.Model):
    """One customer asked about one employee and one thing that was done. The link's secret is kept as its hash alone."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="+", verbose_name=_("employee who is rated")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    customer_name = models.CharField(_("name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    kind = models.CharField(_("about"), max_length=30)  # of sources: case, service_order, call
    source_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    source_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    source = GenericForeignKey("source_type", "source_id")
    reference = models.CharField(_("reference"), max_length=80)
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("campaign"),
    )
    way = models.CharField(_("asked by"), max_length=5, choices=Way.choices)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(
        _("state"), max_length=9, choices=InvitationState.choices, default=InvitationState.OPEN
    )
    nonce = models.BinaryField(max_length=32, editable=False)  # with the server's key it gives the secret
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), db_default=Now())
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("open until"))
    opened_at = models.DateTimeField(_("opened"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    mail_state = models.CharField(
        _("letter"), max_length=7, choices=MailState.choices, default=MailState.NONE
    )
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_next_at = models.DateTimeField(null=True)
    mail_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey invitation")
        verbose_name_plural = _("survey invitations")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-made_at"], name="invitation_by_site"),
            models.Index(fields=["customer", "-made_at"], name="invitation_by_customer"),
            models.Index(fields=["source_type", "source_id"], name="invitation_by_source"),
            models.Index(
                fields=["mail_next_at"], name="invitation_to_be_sent", condition=Q(mail_state="waiting")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id"],
                condition=Q(state="open"),
                name="one_open_invitation_about_a_thing",
                violation_error_message=_("The customer is already asked about this."),
            ),
            models.CheckConstraint(
                name="invitation_over_has_its_moment",
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="invitation_by_mail_has_an_address",
                condition=~Q(way="email") | ~Q(email=""),
                violation_error_message=_("An e-mail address is needed to ask by e-mail."),
            ),
            models.CheckConstraint(
                name="sent_invitation_has_its_moment",
                condition=~Q(mail_state="sent") | Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.reference}"

    def get_absolute_url(self) -> str:
        return address("surveys:invitation", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: SI-000042."""
        return f"SI-{self.pk:06d}"


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ResponseQuerySet":
        """Ratings of one's own, of one's teams or site."""
        return self.filter(rows(user, SUBJECT, own="employee", team="team", site="site", action=action))

    def counted(self) -> "ResponseQuerySet":
        """Those that count for the employee: by the rulebook not the ones that employees took down about themselves."""
        return self.filter(is_counted=True)


def _item(label: Any) -> Any:
    return models.CharField(label, max_length=14, choices=Grade.choices)


class Response(models.Model):
    """The answer to an invitation: whole or not at all, and once. Points and verdict stay as the rulebook was that day."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="response")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="survey_responses", verbose_name=_("employee")
    )
    attitude = _item(_("attitude"))
    technique = _item(_("technique"))
    timeliness = _item(_("arrival or response time"))
    promises = _item(_("promises kept"))
    words = models.TextField(_("in their own words"), blank=True)
    points = models.PositiveSmallIntegerField(_("points"))
    items = models.PositiveSmallIntegerField(_("items rated"))
    is_satisfied = models.BooleanField(_("satisfied"))
    is_counted = models.BooleanField(_("counts for the employee"), default=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("taken down by"),
    )
    answered_at = models.DateTimeField(_("answered"))

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey answer")
        verbose_name_plural = _("survey answers")
        ordering = ["-answered_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-answered_at", "-id"], name="response_by_site"),
            models.Index(fields=["employee", "-answered_at"], name="response_by_employee"),
            models.Index(fields=["team", "-answered_at"], name="response_by_team"),
        ]
        constraints = [
            models.CheckConstraint(
                name="answer_rates_at_least_one_item", condition=Q(items__gte=1, items__lte=4)
            ),
            models.CheckConstraint(
                name="every_item_has_its_word",
                condition=Q(
                    attitude__in=MARKS, technique__in=MARKS, timeliness__in=MARKS, promises__in=MARKS
                ),
            ),
            models.CheckConstraint(
                name="points_are_those_of_four_items", condition=Q(points__lte=models.F("items") * 100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.invitation.reference}"

    def get_absolute_url(self) -> str:
        return address("surveys:response", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: SR-000042."""
        return f"SR-{self.pk:06d}"

    @property
    def score(self) -> float:
        """The mean of the items that apply, 0 to 100."""
        return self.points / self.items

    @property
    def grades(self) -> list[tuple[str, str, str]]:
        """Each item: its key, its grade, the grade in words."""
        return [
            (item, getattr(self, item), getattr(self, f"get_{item}_display")())
            for item in ("attitude", "technique", "timeliness", "promises")
        ]
