"""What every form of a record's page does: it is checked, the service is asked, and the page comes again where it refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from callcenter.objections import RuleViolation
from callcenter.people.refusals import place


def act(
    request: HttpRequest,
    found: Any,
    form: BaseForm,
    service: Callable[[], object],
    *,
    shown: Callable[..., HttpResponse],
    name: str = "form",
    done: str = "",
) -> HttpResponse:
    """Ask the service, say what is done and go to the record.

    `shown(request, found, **context)` draws the record's page, with the form as `name` and the refusal, when it was refused.
    """
    if not form.is_valid():
        return shown(request, found, **{name: form})
    try:
        service()
    except RuleViolation as caught:
        return shown(request, found, **{name: form}, refusal=place(form, caught))
    if done:
        messages.success(request, done)
    return redirect(found)
