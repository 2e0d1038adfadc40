"""What leaves the house: one delivery for each message and channel, and the breaker of each channel."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.notifications import errors
from callcenter.notifications.messages.models import Message


class Way(models.TextChoices):
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    CHAT = "chat", _("Chat")


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("No longer needed")
    DEAD = "dead", _("Given up")


COLOURS = {
    State.WAITING: "blue",
    State.SENDING: "blue",
    State.SENT: "green",
    State.DROPPED: "grey",
    State.DEAD: "red",
}
OPEN = (State.WAITING, State.SENDING)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "DeliveryQuerySet":
        """Those of the sites that the user's posts reach."""
        return self.filter(
            rows(
                user,
                "notifications.delivery",
                own=Q(pk__in=[]),
                site="message__site_id",
                action=action,
            )
        )


class Delivery(models.Model):
    """One message on its way through one channel. A digest is several of one person that go out in one e-mail.

    A worker claims it (`sending`, a lease, one more attempt) in a transaction of its own, sends, and notes the end.
    When it dies in between, the lease runs out and the claim comes back.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    way = models.CharField(_("channel"), max_length=5, choices=Way.choices)
    lane = models.CharField(max_length=24)  # what fails together: "email", "chat:12"
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(_("due at"), db_default=Now())  # not before
    digest_at = models.DateTimeField(null=True)  # of the digest that it waits for
    leader = models.ForeignKey("self", models.CASCADE, null=True, related_name="followers")  # of a digest
    attempt = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    error = models.CharField(max_length=300, blank=True)  # see errors; never holds an address
    created_at = models.DateTimeField(_("planned at"), db_default=Now())

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["lane", "due_at"],
                name="delivery_open",
                condition=Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["leader"], name="delivery_by_leader", condition=Q(leader__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "way"],
                name="delivery_is_one_per_message_and_channel",
                violation_error_message=_("This message goes through this channel already."),
            ),
            models.CheckConstraint(
                name="delivery_that_is_sent_is_leased",
                condition=~Q(state="sending") | Q(leased_until__isnull=False, attempt__gt=0),
            ),
            models.CheckConstraint(
                name="delivery_that_ended_says_when",
                condition=Q(state__in=["waiting", "sending"]) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_given_up_says_why", condition=~Q(state="dead") | ~Q(error="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:delivery", args=[self.pk])

    @property
    def badge(self) -> tuple[str, str]:
        """The state in a word, and its colour."""
        return self.get_state_display(), COLOURS[State(self.state)]

    @property
    def why(self) -> str:
        """Why the last attempt failed, in the active language."""
        return errors.sentence(self.error)


class Breaker(models.Model):
    """A lane that failed as a whole: nobody tries it until `open_until`, then one delivery finds out."""

    lane = models.CharField(primary_key=True, max_length=24)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    open_until = models.DateTimeField(_("tried again at"), null=True)
    error = models.CharField(max_length=300, blank=True)  # see errors
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("channel state")
        verbose_name_plural = _("channel states")

    def __str__(self) -> str:
        return self.lane

    @property
    def why(self) -> str:
        """Why it does not work, in the active language."""
        return errors.sentence(self.error)
