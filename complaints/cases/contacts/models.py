"""Every contact with the customer (S2D-10), and the letters they are sent: never the form itself (S2A-31)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from complaints.cases.dossier import SUBJECT, Case


class Means(models.TextChoices):
    PHONE = "phone", pgettext_lazy("contact", "Phone")
    LETTER = "letter", pgettext_lazy("contact", "Letter")
    EMAIL = "email", pgettext_lazy("contact", "E-mail")
    MESSAGE = "message", pgettext_lazy("contact", "Message")
    VISIT = "visit", pgettext_lazy("contact", "In person")


class About(models.TextChoices):
    """What a contact was about; some are what a transition needs."""

    ACKNOWLEDGEMENT = "acknowledgement", pgettext_lazy("contact", "Acknowledgement of receipt")
    QUESTION = "question", pgettext_lazy("contact", "Question")
    PROGRESS = "progress", pgettext_lazy("contact", "How it stands")
    APOLOGY = "apology", pgettext_lazy("contact", "Apology for the delay")
    DECISION = "decision", pgettext_lazy("contact", "The decision")
    ANSWER = "answer", pgettext_lazy("contact", "The customer’s answer")
    OTHER = "other", pgettext_lazy("contact", "Something else")


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: Actor) -> "LetterQuerySet":
        """Those of complaints that the reader handles for the service department; none about themselves."""
        me = position(user).employee_id
        nobodys = Q(pk__in=[])
        served = self.filter(rows(user, SUBJECT, own=nobodys, site="case__site", action=Action.EDIT))
        return served.exclude(case__about=me) if me is not None else served


class Letter(models.Model):
    """A letter to the customer as it went out: its words stay as they were."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    template = models.CharField(_("template"), max_length=40)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written"), db_default=Now())
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.subject}"


class Contact(models.Model):
    """One contact, ours or theirs. A promise stands only after the decision: the database refuses it before (S2A-30)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="contacts")
    at = models.DateTimeField(_("at"))
    is_ours = models.BooleanField(_("from us"), default=True)
    means = models.CharField(_("by"), max_length=8, choices=Means.choices)
    about = models.CharField(_("about"), max_length=15, choices=About.choices)
    words = models.TextField(_("what was said"))
    is_promise = models.BooleanField(_("holds a promise to the customer"), default=False)
    decided_at = models.DateTimeField(null=True, editable=False)  # the case's, when this was recorded
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, blank=True, related_name="contact")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("contact with the customer")
        verbose_name_plural = _("contacts with the customer")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="no_promise_before_the_decision",
                condition=Q(is_promise=False) | Q(decided_at__isnull=False),
                violation_error_message=_("Nothing is promised to a customer before the decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.get_about_display()}"
