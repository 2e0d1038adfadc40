"""Queues and call types: what the codes of the switch are called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.objections import RuleViolation
from callcenter.people import versions
from callcenter.people.middleware import SiteRequest
from callcenter.people.organisation.forms import NamesForm, initial_of
from callcenter.people.refusals import place, posted
from callcenter.telephony import access
from callcenter.telephony.facts.models import CallType, Queue
from callcenter.telephony.names.services import name_call_type, rename_queue
from callcenter.web.listing import Column, Listing, list_page


@dataclass(frozen=True)
class Noun:
    """What is named: its rows, how one is saved, its list, and the name of one's page."""

    model: type[Queue] | type[CallType]
    save: Callable[..., Any]
    listing: Listing
    page: str


def _listing(
    key: str, page: str, label: Promise, calls: Callable[[Any], dict[str, Any]], **words: Any
) -> Listing:
    """The list of named codes; `calls(row)`: the query that leads to its calls."""
    return Listing(
        key=key,
        columns=(
            Column("title", label, str, link=lambda row: reverse(page, args=[row.pk])),
            Column("code", _("Code on the switch"), lambda row: row.code, sort="code"),
            Column("name", _("Name in English"), lambda row: row.name, sort="name"),
            Column("name_zh", _("Name in Chinese"), lambda row: row.name_zh, sort="name_zh"),
            Column(
                "calls",
                _("Calls"),
                lambda row: str(_("Show")),
                link=lambda row: f"{reverse('telephony:calls')}?{urlencode(calls(row))}",
            ),
        ),
        ordering=("code", "id"),
        **words,
    )


QUEUES = Noun(
    Queue,
    rename_queue,
    _listing(
        "telephony.queues",
        "telephony:queue",
        _("Queue"),
        lambda queue: {"queue": queue.pk},
        title=_("Queues"),
        empty_title=_("The switch has not named any queue yet"),
        empty_text=_("Queues appear here when a file of calls is imported."),
    ),
    "telephony:queues",
)
CALL_TYPES = Noun(
    CallType,
    name_call_type,
    _listing(
        "telephony.call_types",
        "telephony:call_type",
        _("Call type"),
        lambda kind: {"call_type": kind.code},
        title=_("Call types"),
        empty_title=_("The switch has not named any call type yet"),
        empty_text=_("Call types appear here when a file of calls is imported that has them."),
    ),
    "telephony:call_types",
)


@login_required
def name_list(request: SiteRequest, noun: Noun) -> HttpResponseBase:
    """The codes of the site with their names."""
    require(may(request.user, Action.VIEW, "telephony.import"))
    found = noun.model.objects.visible_to(request.user).filter(
        site_id=request.site.pk if request.site else None
    )
    return list_page(request, found, noun.listing)


@login_required
def name_edit(request: HttpRequest, noun: Noun, pk: int) -> HttpResponse:
    """One code's names. A form opened before somebody else saved shows both versions."""
    row = get_object_or_404(noun.model.objects.visible_to(request.user).select_related("site"), pk=pk)
    require(access.may_name(request.user, row.site_id))
    standing = initial_of(row, NamesForm)
    form = NamesForm(posted(request), initial=standing)
    refusal, differences = None, []
    if request.method == "POST" and form.is_valid():
        seen = versions.seen_in(request, standing)
        try:
            noun.save(row, actor=request.user, expected=seen, **form.cleaned_data)
        except RuleViolation as error:
            refusal = place(form, error)
            differences = versions.differences(form, seen, standing)
        else:
            messages.success(request, _("%(code)s is saved.") % {"code": row.code})
            return redirect(noun.page)
    context = {
        "row": row,
        "title": noun.listing.title,
        "back": reverse(noun.page),
        "form": form,
        "refusal": refusal,
        "differences": differences,
        "version": versions.version_of(standing),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "telephony/name_form.html", context, status=status)
