"""A program of another system, registered to call the API: which scopes, at which sites, with which secret."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, Position, position, scope
from callcenter.integrations.clients.grants import grants_of
from callcenter.people.models import Site

SUBJECT = "integrations.client"
LETTERS = "abcdefghijkmnopqrstuvwxyz23456789"  # without those that are read for one another


def new_client_id() -> str:
    """A short public identity, such as cc-8hw4kq2mzt."""
    return "cc-" + "".join(secrets.choice(LETTERS) for _ in range(10))


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ClientQuerySet":
        """All for the system administrator; for others those that reach one of their sites."""
        reach = scope(user, action, SUBJECT)
        if reach is Scope.ALL:
            return self
        if reach is not Scope.SITE:
            return self.none()
        near = Client.sites.through.objects.filter(site__in=position(user).site_ids).values("client")
        return self.filter(Q(is_everywhere=True) | Q(pk__in=near))


class Client(AbstractApplication):
    """One program. Its secrets are kept hashed; `user` is its log-in, by which the trail names it."""

    client_id = models.CharField(_("client ID"), max_length=255, unique=True, default=new_client_id)
    name = models.CharField(_("name"), max_length=50)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_client", verbose_name=_("log-in")
    )
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("scopes"))
    sites = models.ManyToManyField(Site, blank=True, related_name="+", verbose_name=_("sites"))
    is_everywhere = models.BooleanField(_("at every site"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    previous_secret = models.CharField(max_length=255, blank=True)
    previous_secret_until = models.DateTimeField(_("old secret valid until"), null=True)
    secret_made_at = models.DateTimeField(_("secret made"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last used"), null=True)  # exact to the minute

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="api_client_name_is_unique",
                violation_error_message=_("There is already an API client with this name."),
            ),
            models.CheckConstraint(name="api_client_has_a_scope", condition=Q(scopes__len__gt=0)),
            models.CheckConstraint(
                name="api_client_old_secret_has_an_end",
                condition=Q(previous_secret="", previous_secret_until=None)
                | (~Q(previous_secret="") & Q(previous_secret_until__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("integrations:client", args=[self.client_id])

    def is_usable(self, request: object) -> bool:
        """Asked by the token endpoint: a client out of use gets no token."""
        return self.is_active

    def position(self, scopes: set[str] | None = None) -> Position:
        """Where it stands with these scopes (a token may hold fewer); without any that are its own, nowhere."""
        held = set(self.scopes) if scopes is None else set(self.scopes) & scopes
        if not self.is_active:
            return Position()
        sites = frozenset(site.pk for site in self.sites.all())
        return Position(site_ids=sites, grants=grants_of(held, is_everywhere=self.is_everywhere))
