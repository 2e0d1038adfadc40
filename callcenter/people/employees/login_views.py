"""The log-in panel of a record: open, reset, close, reopen."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from callcenter.objections import RuleViolation
from callcenter.people.employees import logins
from callcenter.people.employees.views import record_page, user_of, visible

SHOWS_PASSWORD = {"open": logins.open_login, "reset": logins.reset_login}
QUIET = {"close": logins.close_login, "reopen": logins.reopen_login, "clear-factors": logins.clear_factors}


@login_required
@require_POST
def login(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one thing with the log-in; a new temporary password is shown in the answer, once."""
    employee = visible(request, number)
    try:
        if act in SHOWS_PASSWORD:
            password = SHOWS_PASSWORD[act](employee, actor=user_of(request))
            return record_page(request, visible(request, number), temporary_password=password)
        if act not in QUIET:
            raise Http404
        QUIET[act](employee, actor=user_of(request))
    except RuleViolation as refusal:
        return record_page(request, employee, refusal=refusal)
    messages.success(request, _("Saved."))
    return redirect(employee)
