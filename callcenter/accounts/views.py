"""A user's own page: who they are here, language, appearance, security."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET


@login_required
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """Profile and security."""
    kinds = list(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True))
    context = {
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "sessions": UserSession.objects.filter(user=request.user.pk).count(),
    }
    return render(request, "accounts/profile.html", context)


def elsewhere(request: HttpRequest) -> HttpResponse:
    """Pages that there are none of here: nobody signs up, and e-mail addresses are kept by HR."""
    return redirect("accounts:profile")
