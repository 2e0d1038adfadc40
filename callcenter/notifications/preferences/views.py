"""A person's own notification preferences."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callcenter.accounts.models import User
from callcenter.notifications.delivery import mail
from callcenter.notifications.preferences import selectors, services
from callcenter.notifications.preferences.forms import KindsForm, TimesForm
from callcenter.notifications.preferences.models import Times
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from callcenter.rulebook.values import value

TIMES = ("is_quiet", "quiet_from", "quiet_until", "is_quiet_when_closed", "digest_at")


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Which kinds come by e-mail, when, and when not."""
    user = request.user
    assert isinstance(user, User)
    data = request.POST if request.method == "POST" else None
    rooms = selectors.matrix_of(user)
    ways = {kind.key: way.value for _room, lines in rooms for kind, way in lines}
    chosen, times = KindsForm(data, initial=ways), TimesForm(data, initial=_times(user))
    refusal, site = None, _site(user)
    if data is not None and chosen.is_valid() and times.is_valid():
        try:
            services.save_preferences(user, chosen.choices(), times.times())
        except RuleViolation as error:
            refusal = error
        else:
            messages.success(request, _("Your notification preferences are saved."))
            return redirect("notifications:preferences")
    context = {
        "rooms": [(room, [(kind, chosen[kind.key]) for kind, _way in lines]) for room, lines in rooms],
        "times": times,
        "habits": selectors.habits_of_site(site),
        "is_quiet_when_closed": value("notifications.quiet_on_closed_days", site),
        "has_mail": mail.is_set_up(),
        "refusal": refusal,
    }
    status = 422 if data is not None else 200
    return render(request, "notifications/preferences.html", context, status=status)


def _times(user: User) -> dict[str, Any]:
    own = Times.objects.filter(user=user).values(*TIMES).first()
    if own is None:
        return {"is_quiet": True}
    words = {True: "yes", False: "no", None: ""}
    return own | {"is_quiet_when_closed": words[own["is_quiet_when_closed"]]}


def _site(user: User) -> Site | None:
    employee = getattr(user, "employee", None)
    return employee.site if employee else None
