"""Endpoints that public events are sent to, their deliveries, and every attempt with its answer."""

import datetime
import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.integrations import sealing
from callcenter.integrations.webhooks.signing import PURPOSE
from callcenter.people.models import Site

SUBJECT = "integrations.webhook"
MOST_ANSWER = 2_000  # characters of an answer that are kept


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "EndpointQuerySet":
        """Those of the sites that the user's posts reach, a client's own; removed ones are gone for everybody."""
        own = Q(created_by=getattr(user, "pk", None) or 0)
        return self.filter(rows(user, SUBJECT, own=own, site="site_id", action=action), removed_at=None)


class Off(models.TextChoices):
    """Why an endpoint gets nothing."""

    ON = "", _("On")
    PERSON = "person", _("Switched off by a person")
    FAILING = "failing", _("Switched off: it failed for too long")
    GONE = "gone", _("Switched off: it answered 410, that it wants no more")


class Endpoint(models.Model):
    """An address of another system, the events that it is told of at a site, and how it has been doing.

    The secret is kept sealed; while it is changed the one before signs as well, until `previous_until`.
    `failures` in a row and `paused_until` hold back the whole endpoint; `failing_since` is the first failure after the
    last success.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="webhooks", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=500)
    events = ArrayField(models.CharField(max_length=100), verbose_name=_("events"))
    secret = models.TextField(editable=False)
    previous_secret = models.TextField(blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    off = models.CharField(_("state"), max_length=10, choices=Off.choices, blank=True, default=Off.ON)
    off_at = models.DateTimeField(_("switched off at"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    paused_until = models.DateTimeField(_("left alone until"), null=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made at"), db_default=Now())
    removed_at = models.DateTimeField(null=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                condition=Q(removed_at=None),
                name="webhook_name_is_unique_at_its_site",
                violation_error_message=_("There is a webhook of this name at the site."),
            ),
            models.CheckConstraint(
                name="webhook_address_is_http", condition=Q(address__regex=r"^https?://[^\s]+$")
            ),
            models.CheckConstraint(name="webhook_is_told_of_some_event", condition=Q(events__len__gt=0)),
            models.CheckConstraint(
                name="webhook_previous_secret_has_an_end",
                condition=Q(previous_secret="", previous_until=None)
                | (~Q(previous_secret="") & Q(previous_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="webhook_off_says_since_when",
                condition=Q(off="", off_at=None) | (~Q(off="") & Q(off_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="webhook_failing_since_its_first_failure",
                condition=Q(failures=0, failing_since=None) | Q(failures__gt=0, failing_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("integrations:webhook", args=[self.pk])

    @property
    def is_on(self) -> bool:
        return self.off == Off.ON and self.removed_at is None

    @property
    def lane(self) -> str:
        """What tasks and locks of this endpoint are called."""
        return f"webhook:{self.pk}"

    def secrets(self, now: datetime.datetime) -> list[str]:
        """The secrets that sign now, the newest first. sealing.UnreadableError when SECRET_KEY is another by now."""
        found = [sealing.unseal(self.secret, PURPOSE)]
        if self.previous_until and self.previous_until > now:
            found.append(sealing.unseal(self.previous_secret, PURPOSE))
        return found


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    DELIVERED = "delivered", _("Delivered")
    DEAD = "dead", _("Given up")
    DROPPED = "dropped", _("Not sent: the webhook is off")


OPEN = (State.WAITING, State.SENDING)


def new_message_id() -> str:
    """The webhook-id: the same in every attempt, so that a receiver knows a message it has had."""
    return f"msg_{secrets.token_hex(16)}"


class WebhookDeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "WebhookDeliveryQuerySet":
        """Those of endpoints at the sites that the user's posts reach, of a client's own; of removed endpoints as well."""
        own = Q(endpoint__created_by=getattr(user, "pk", None) or 0)
        return self.filter(rows(user, SUBJECT, own=own, site="endpoint__site_id", action=action))


class Delivery(models.Model):
    """One event for one endpoint, written in the transaction of the event; sent until it is taken or given up.

    `body` is what is sent, to the letter, in every attempt. `event_id` is the event of the trail, null for a test.
    `due_at` is when the next attempt may begin, `try_until` when no other begins.
    """

    endpoint = models.ForeignKey(
        Endpoint, models.PROTECT, related_name="deliveries", verbose_name=_("webhook")
    )
    event_id = models.BigIntegerField(null=True)
    message_id = models.CharField(_("message"), max_length=40, unique=True, default=new_message_id)
    type = models.CharField(_("event"), max_length=100)
    body = models.TextField(_("body"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    tried_since = models.DateTimeField(_("tried since"), default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(_("status"), null=True)
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["endpoint", "due_at", "id"],
                name="webhook_delivery_due",
                condition=Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["endpoint", "-id"], name="webhook_delivery_by_endpoint"),
            models.Index(fields=["created_at"], name="webhook_delivery_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_id"], name="webhook_delivery_is_one_for_event_and_webhook"
            ),
            models.CheckConstraint(
                name="webhook_delivery_being_sent_has_a_lease",
                condition=Q(state="sending", leased_until__isnull=False)
                | (~Q(state="sending") & Q(leased_until=None)),
            ),
            models.CheckConstraint(
                name="webhook_delivery_that_ended_says_when",
                condition=Q(state__in=["waiting", "sending"], ended_at=None)
                | (~Q(state__in=["waiting", "sending"]) & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.message_id

    def get_absolute_url(self) -> str:
        return reverse("integrations:delivery", args=[self.message_id])

    @property
    def site_id(self) -> int:
        """The site of its endpoint: where the trail puts what happens to it."""
        return self.endpoint.site_id


class Attempt(models.Model):
    """One sending of a delivery: noted when it begins, with its answer when it has one. `error`: why there is none."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("attempt"))
    address = models.CharField(_("address"), max_length=500)
    started_at = models.DateTimeField(_("began at"))
    seconds = models.FloatField(_("took"), null=True)  # null: it has no end that we know of
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    answer = models.CharField(_("answer"), max_length=MOST_ANSWER, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)  # a code of posting.ERRORS

    class Meta:
        verbose_name = _("attempt of a webhook delivery")
        verbose_name_plural = _("attempts of webhook deliveries")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="webhook_attempt_is_noted_once"),
            models.CheckConstraint(
                name="webhook_attempt_takes_time", condition=Q(seconds=None) | Q(seconds__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery} #{self.number}"
