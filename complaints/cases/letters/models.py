"""Templates of letters, in versions that stay: a change is a new version, of the site that makes it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Site
from callcenter.web.addresses import address


class Purpose(models.TextChoices):
    """What a letter is for; each has one template."""

    ACKNOWLEDGEMENT = "acknowledgement", pgettext_lazy("letter", "Acknowledgement of receipt")
    QUESTION = "question", pgettext_lazy("letter", "Question to the customer")
    PROGRESS = "progress", pgettext_lazy("letter", "How it stands")
    APOLOGY = "apology", pgettext_lazy("letter", "Apology for the delay")
    UPHELD = "upheld", pgettext_lazy("letter", "Decision: upheld")
    PARTLY = "partly", pgettext_lazy("letter", "Decision: upheld in part")
    NOT_UPHELD = "not_upheld", pgettext_lazy("letter", "Decision: not upheld")
    FINAL = "final", pgettext_lazy("letter", "Final answer, with where to turn next")


DECISIONS = (Purpose.UPHELD, Purpose.PARTLY, Purpose.NOT_UPHELD, Purpose.FINAL)


class LetterTemplate(models.Model):
    """One kind of letter."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices, unique=True)

    class Meta:
        verbose_name = _("template of letters")
        verbose_name_plural = _("templates of letters")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_purpose_display()

    def get_absolute_url(self) -> str:
        return address("cases:letter-template", self.purpose)

    @property
    def kept_label(self) -> str:
        return self.purpose

    @property
    def is_decision(self) -> bool:
        """Whether it tells of the decision, and so waits for it."""
        return self.purpose in DECISIONS


class LetterTemplateVersion(models.Model):
    """The words from a moment on, in both languages; `site` empty: for every site that has none of its own. Never changed."""

    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="versions")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", verbose_name=_("site"))
    number = models.PositiveIntegerField(_("version"))
    subject_en = models.CharField(_("subject in English"), max_length=150)
    body_en = models.TextField(_("text in English"))
    subject_zh = models.CharField(_("subject in Chinese"), max_length=150)
    body_zh = models.TextField(_("text in Chinese"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of templates")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="letter_template_version_is_numbered"
            ),
            models.CheckConstraint(
                name="letter_template_is_in_both_languages",
                condition=~Q(subject_en="") & ~Q(body_en="") & ~Q(subject_zh="") & ~Q(body_zh=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"

    @property
    def key(self) -> str:
        """What letters keep of it: "upheld.3"."""
        return f"{self.template.purpose}.{self.number}"
