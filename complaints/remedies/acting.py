"""Acts on a page: which the reader may take now, their forms, and how what was posted is answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from callcenter.objections import Objection, RuleViolation
from callcenter.people.refusals import place

REFUSED = 422


@dataclass(frozen=True)
class Act:
    """One thing that may be done now: what the button says, what it means, where it is posted, its form (or none)."""

    key: str
    title: str | Promise
    url: str
    text: str | Promise = ""
    form: forms.Form | None = None
    icon: str = "check"
    is_danger: bool = False
    confirm: str | Promise = ""  # asked before it is sent
    blocked: Sequence[Objection] = ()  # what the service would answer: said before somebody fills the form in


def acts(offered: Mapping[str, tuple[bool, Callable[[], Act]]], given: Mapping[str, forms.Form]) -> list[Act]:
    """The acts that apply, in their order; a form that was posted and refused stands in the place of an empty one."""
    found = []
    for key, (applies, make) in offered.items():
        if applies or key in given:
            act = make()
            found.append(replace(act, form=given[key], blocked=()) if key in given else act)
    return found


def answer(
    request: HttpRequest,
    record: Any,
    *,
    key: str,
    form: forms.Form | None,
    call: Callable[..., Any],
    done: str,
    page: Callable[..., HttpResponse],
) -> HttpResponse:
    """Do it and go back to the record; refused, show its page again with what stands against it."""
    if form is not None and not form.is_valid():
        return page(given={key: form})
    try:
        call(**(form.cleaned_data if form is not None else {}))
    except RuleViolation as refusal:
        if form is None:
            return page(given={}, refusal=refusal)
        return page(given={key: form}, refusal=place(form, refusal))
    messages.success(request, done)
    return redirect(record)
