"""How log-in behaves here: nobody signs up, a new password is a new one, single sign-on finds an existing log-in."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from callcenter.accounts import single_sign_on
from callcenter.accounts.models import User

log = logging.getLogger(__name__)
QUIET = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Log-ins are made by HR and administrators."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """No word for what is plain to see: being logged in or out."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)

    def clean_password(self, password: str, user: User | None = None) -> str:
        """The rules of settings, and never the password that is in use now."""
        password = super().clean_password(password, user)
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(_("Choose a password other than the one you have now."))
        return str(password)

    def set_password(self, user: User, password: str) -> None:
        """The user's own choice; a first password is done with. Other sessions end because their hash no longer fits."""
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])


class MfaAdapter(DefaultMFAAdapter):
    def get_totp_label(self, user: User) -> str:
        """What the authenticator app shows: the user name."""
        return user.username


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Unknown people stay outside unless the settings let them in."""
        return bool(settings.OIDC_CREATES_LOGINS)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie the identity to the log-in with its employee number or proven e-mail address, or say that there is none."""
        if not single_sign_on.is_of_one_person(sociallogin.account.extra_data):
            raise OAuth2Error("userinfo is of another subject than the ID token")
        if sociallogin.is_existing:
            return
        claims = single_sign_on.claims(sociallogin.account.extra_data)
        user = single_sign_on.find_user(claims, settings.OIDC_USER_CLAIM)
        if user is not None:
            sociallogin.connect(request, user)
        elif not (settings.OIDC_CREATES_LOGINS and single_sign_on.admits(claims, settings.OIDC_USER_CLAIM)):
            log.warning("single sign-on of an unknown person: %s", claims.get(settings.OIDC_USER_CLAIM))
            raise ImmediateHttpResponse(render(request, "accounts/sso_unknown.html", status=403))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """A log-in made on the way in is named by the claim that holds the employee number."""
        user: User = super().populate_user(request, sociallogin, data)
        claims = single_sign_on.claims(sociallogin.account.extra_data)
        user.username = str(claims.get(settings.OIDC_USER_CLAIM) or user.username)[:64]
        return user

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """A log-in made on the way in belongs to the employee of that number from the start."""
        user: User = super().save_user(request, sociallogin, form)
        claims = single_sign_on.claims(sociallogin.account.extra_data)
        single_sign_on.tie(user, claims, settings.OIDC_USER_CLAIM)
        return user

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The provider refused or did not answer: said on the log-in page, the reason in the log."""
        log.warning("single sign-on failed: %s", kwargs.get("exception") or kwargs.get("error"))
        messages.error(request, _("Single sign-on did not work. Try again, or log in with your password."))
