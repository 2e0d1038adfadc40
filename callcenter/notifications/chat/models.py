"""Chat channels of a site or a team: WeCom, DingTalk, Feishu, Teams, Slack."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.notifications.chat import addresses
from callcenter.people.models import Site, Team


class ChatChannelQuerySet(models.QuerySet["ChatChannel"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ChatChannelQuerySet":
        """Those of the sites that the user's posts reach."""
        return self.filter(
            rows(user, "notifications.channel", own=Q(pk__in=[]), site="site_id", action=action)
        )

    def live(self) -> "ChatChannelQuerySet":
        return self.filter(is_active=True)


class ChatChannel(models.Model):
    """One chat group that is told of some kinds of events, once each.

    Of a team: events that concern one of its members. Of a site without a team: every event there. The address holds
    the group's secret: it is kept encrypted and shown nowhere again.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="chat_channels", verbose_name=_("site"))
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="chat_channels", verbose_name=_("team")
    )
    name = models.CharField(_("name"), max_length=80)
    service = models.CharField(_("service"), max_length=40)  # its trade name: "WeCom"
    address = models.TextField()  # encrypted, see integrations.sealing
    hint = models.CharField(_("address"), max_length=80)  # the masked address: what people see of it
    kinds = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("kinds"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = ChatChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat channel")
        verbose_name_plural = _("chat channels")
        ordering = ["site", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="chat_channel_name_is_unique_in_its_site",
                violation_error_message=_("This site already has a chat channel with this name."),
            ),
            models.CheckConstraint(
                name="chat_channel_has_an_address",
                condition=~Q(address=""),
                violation_error_message=_("A chat channel needs an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("notifications:channel", args=[self.pk])

    @property
    def service_title(self) -> str:
        """What the reader calls the service."""
        return str(addresses.TITLES.get(self.service, self.service))
