"""One event told to one recipient: the row is written in the transaction of the event itself."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor
from callcenter.notifications import kinds
from callcenter.notifications.chat.models import ChatChannel
from callcenter.notifications.figures import unpacked
from callcenter.notifications.messages import reading


class MessageQuerySet(models.QuerySet["Message"]):
    def for_reading(self) -> "MessageQuerySet":
        """With what `is_open` needs, settled for all rows together when they are fetched."""
        found = self.select_related("subject_type", "recipient")
        found._is_for_reading = True
        return found

    _is_for_reading = False

    def _clone(self) -> "MessageQuerySet":
        made = super()._clone()  # type: ignore[misc]
        made._is_for_reading = self._is_for_reading
        return made

    def _fetch_all(self) -> None:
        is_fresh = self._result_cache is None
        super()._fetch_all()
        if is_fresh and self._is_for_reading:
            reading.settle([row for row in self._result_cache or [] if isinstance(row, Message)])

    def visible_to(self, user: Actor) -> "MessageQuerySet":
        """One's own alone, whatever the post."""
        return self.filter(recipient=getattr(user, "pk", None)).exclude(recipient=None)

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at=None)


class Message(models.Model):
    """One event, told to one person (in the bell, perhaps by e-mail) or posted to one chat channel.

    The database has one row for each event and recipient, whoever writes it how often.
    """

    kind = models.CharField(_("type"), max_length=80)  # notifications.kinds
    key = models.CharField(max_length=200)  # the event, unique within its kind: "case 17, rung 2, epoch 1"
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="notifications"
    )
    chat = models.ForeignKey(ChatChannel, models.CASCADE, null=True, related_name="messages")
    site_id = models.BigIntegerField(null=True)  # where it happened
    subject_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    subject_id = models.BigIntegerField(null=True)
    figures = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    url = models.CharField(max_length=500, blank=True)  # a path of our own
    created_at = models.DateTimeField(_("time"), db_default=Now())
    read_at = models.DateTimeField(_("read at"), null=True)
    planned_at = models.DateTimeField(null=True)  # when its deliveries were written

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_by_recipient"),
            models.Index(fields=["recipient", "-id"], name="message_unread", condition=Q(read_at=None)),
            models.Index(fields=["id"], name="message_to_plan", condition=Q(planned_at=None)),
            models.Index(fields=["created_at"], name="message_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "key"],
                name="message_tells_a_person_of_an_event_once",
                violation_error_message=_("This person was told of this event already."),
            ),
            models.UniqueConstraint(
                fields=["chat", "kind", "key"],
                name="message_is_posted_to_a_channel_once",
                violation_error_message=_("This channel was told of this event already."),
            ),
            models.CheckConstraint(
                name="message_has_one_recipient",
                condition=Q(recipient=None, chat__isnull=False) | Q(recipient__isnull=False, chat=None),
                violation_error_message=_("A message goes to one person or to one chat channel."),
            ),
            models.CheckConstraint(
                name="message_leads_to_a_page_of_ours",
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                violation_error_message=_("A message leads to a page of this product."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:open", args=[self.pk])

    @property
    def about(self) -> kinds.Kind:
        """Its kind."""
        return kinds.find(self.kind)

    @property
    def sentence(self) -> str:
        """What is said, in the active language and time zone."""
        return kinds.sentence(self.kind, unpacked(self.figures))

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @cached_property
    def is_open(self) -> bool:
        """Whether its reader may see today what it is about."""
        assert self.recipient is not None
        return self.pk in reading.readable([self], self.recipient)

    @property
    def shown(self) -> str:
        """The sentence for its reader; what their posts no longer reach is not said."""
        return (
            self.sentence
            if self.is_open
            else str(_("This was about something that is no longer open to you."))
        )
