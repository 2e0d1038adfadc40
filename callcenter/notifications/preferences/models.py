"""What a person chose: how each kind comes by e-mail, quiet hours, the time of the digest."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email

EMAIL_CHOICES = [
    (Email.AT_ONCE.value, _("At once")),
    (Email.DIGEST.value, _("In the daily digest")),
    (Email.OFF.value, _("Not by e-mail")),
]


class Preference(models.Model):
    """How one person gets one kind by e-mail; without a row the kind's default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preferences"
    )
    kind = models.CharField(_("type"), max_length=80)
    email = models.CharField(_("e-mail"), max_length=8, choices=EMAIL_CHOICES)

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="preference_is_one_per_person_and_kind"),
            models.CheckConstraint(
                name="preference_is_a_way_of_e_mail",
                condition=Q(email__in=[way.value for way in Email]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.kind} {self.email}"


class Times(models.Model):
    """A person's own quiet hours and digest time, on the clock of their site; empty: as the rulebook says."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_times")
    is_quiet = models.BooleanField(_("quiet hours"), default=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    is_quiet_when_closed = models.BooleanField(_("quiet on closed days"), null=True)
    digest_at = models.TimeField(_("digest at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification times")
        verbose_name_plural = _("notification times")
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_have_both_ends",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                violation_error_message=_("Quiet hours need a beginning and an end."),
            ),
            models.CheckConstraint(
                name="quiet_hours_are_not_the_whole_day",
                condition=Q(quiet_from=None) | ~Q(quiet_from=F("quiet_until")),
                violation_error_message=_("Quiet hours begin and end at different times."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
