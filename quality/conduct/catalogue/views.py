"""Pages of the catalogue: the table of a day, an item with its versions, new ones."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from quality.conduct import access
from quality.conduct.catalogue import services
from quality.conduct.catalogue.forms import EndForm, ItemForm, VersionForm
from quality.conduct.catalogue.models import Block, Item, ItemVersion
from quality.conduct.pages import REFUSED, tabs


@login_required
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """The table as it holds on a day, today unless asked otherwise."""
    on = _day(request.GET.get("on", ""), chosen_site(request).today())
    versions = list(ItemVersion.objects.on(on))
    blocks = [(block.label, [one for one in versions if one.item.block == block]) for block in Block]
    context = {
        "tabs": tabs(request, "conduct:catalogue"),
        "on": on,
        "blocks": [(label, lines) for label, lines in blocks if lines],
        "may_keep": access.may_keep_catalogue(request.user),
    }
    return render(request, "conduct/catalogue.html", context)


def _day(text: str, today: datetime.date) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return today


@login_required
@require_GET
def item(request: HttpRequest, code: str, **given: Any) -> HttpResponse:
    """One item: its versions, and who may keep the catalogue enters the next."""
    found = get_object_or_404(Item, code=code)
    return _shown(request, found)


def _shown(request: HttpRequest, found: Item, **given: Any) -> HttpResponse:
    today = chosen_site(request).today()
    versions = list(found.versions.select_related("item").order_by("-period"))
    latest = versions[0] if versions else None
    context = {
        "item": found,
        "versions": versions,
        "today": today,
        "may_keep": access.may_keep_catalogue(request.user),
        "form": VersionForm(initial=VersionForm.shown(latest, today)),
        "end_form": EndForm(),
        **given,
    }
    return render(request, "conduct/item.html", context, status=REFUSED if given else 200)


@login_required
@require_POST
def change_item(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the next version."""
    require(access.may_keep_catalogue(request.user))
    found, form, refusal = get_object_or_404(Item, code=code), VersionForm(posted(request)), None
    if form.is_valid():
        try:
            services.change_item(
                found,
                form.facts,
                actor=request.user,
                since=form.cleaned_data["since"],
                today=chosen_site(request).today(),
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The new version of %(code)s is entered.") % {"code": found.code})
            return redirect(found)
    return _shown(request, found, form=form, refusal=refusal)


@login_required
@require_POST
def end_item(request: HttpRequest, code: str) -> HttpResponse:
    """Take an item out of use from a day on."""
    require(access.may_keep_catalogue(request.user))
    found, form, refusal = get_object_or_404(Item, code=code), EndForm(posted(request)), None
    if form.is_valid():
        try:
            services.end_item(
                found,
                actor=request.user,
                since=form.cleaned_data["since"],
                today=chosen_site(request).today(),
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("%(code)s holds no more from that day on.") % {"code": found.code})
            return redirect(found)
    return _shown(request, found, end_form=form, refusal=refusal)


@login_required
def new_item(request: HttpRequest) -> HttpResponse:
    """A new item of the catalogue."""
    require(access.may_keep_catalogue(request.user))
    today, refusal = chosen_site(request).today(), None
    form = ItemForm(posted(request), initial=VersionForm.shown(None, today))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.add_item(
                data["code"], data["block"], form.facts, actor=request.user, since=data["since"], today=today
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("%(code)s is in the catalogue.") % {"code": made.item.code})
            return redirect(made.item)
    status = REFUSED if refusal or form.errors else 200
    return render(request, "conduct/item_form.html", {"form": form, "refusal": refusal}, status=status)
