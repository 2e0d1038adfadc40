"""The Rulebook page, a rule's page, and its changes."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.audit import exports
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.models import Site
from callcenter.rulebook import access, consequences, export, registry, selectors, services, wording
from callcenter.rulebook.consequences import Consequence
from callcenter.rulebook.forms import ChangeForm, SearchForm, WithdrawForm, first_of_next_month
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.registry import Rule
from callcenter.rulebook.timeline import Origin
from callcenter.rulebook.values import piece_on, pieces, today_at


@login_required
def index(request: SiteRequest) -> HttpResponseBase:
    """Every rule by room, as of a day at a site; searched, filtered, printed, or as a workbook."""
    require(may(request.user, Action.VIEW, access.SUBJECT))
    form = _search_form(request)
    is_valid = form.is_valid()
    asked = form.cleaned_data
    site = asked.get("site")
    on = asked.get("on") or today_at(site)
    found = selectors.lines(
        site,
        on,
        text=asked.get("q", ""),
        room=asked.get("room", ""),
        basis=asked.get("source", ""),
        is_changed={"yes": True, "no": False}.get(asked.get("changed", "")),
    )
    if is_valid and request.GET.get("export") == "xlsx":
        exports.taken(request, "rulebook.rules", len(found))
        return export.workbook(found, site, on)
    context = {
        "form": form,
        "groups": selectors.grouped(found),
        "count": len(found),
        "site": site,
        "on": on,
        "is_today": on == today_at(site),
        "is_filtered": any(asked.get(name) for name in ("q", "room", "source", "changed")),
    }
    return render(request, "rulebook/rule_list.html", context)


@login_required
def rule(request: SiteRequest, key: str) -> HttpResponse:
    """A rule: what it says today, its history and plans, every site's value, and the form to change it."""
    found = _rule_or_404(request, key)
    form = None
    if sites := _sites_to_change(request, found):
        form = _fresh_form(request, found, sites)
    return _page(request, found, form)


@login_required
@require_POST
def change(request: SiteRequest, key: str) -> HttpResponse:
    """Set a value; `preview` only says what would hold."""
    found = _rule_or_404(request, key)
    sites = _sites_to_change(request, found)
    require(bool(sites))
    form = _form(request, found, sites, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if "preview" in request.POST:
        asked = form.arguments()
        foreseen = _consequence(request, found, asked)
        return _page(request, found, form, preview=_preview(found, asked), consequence=foreseen)
    try:
        services.set_value(key, actor=request.user, **form.arguments())
    except RuleViolation as refusal:
        _mark(form, refusal)
        return _page(request, found, form, status=422, refusal=refusal, is_stale=_is_stale(refusal))
    messages.success(request, _preview(found, form.arguments()))
    return redirect("rulebook:rule", key)


@login_required
@require_POST
def preview(request: SiteRequest, key: str) -> HttpResponse:
    """The sentence that the form would make true, while it is filled in."""
    found = _rule_or_404(request, key)
    sites = _sites_to_change(request, found)
    require(bool(sites))
    form = _form(request, found, sites, request.POST)
    form.is_valid()
    data = form.cleaned_data
    text, reasons, foreseen = "", [], None
    if data.get("effective_on") and ("value" in data or data.get("is_ending")) and "site" in data:
        asked = {**data, "value": None if data.get("is_ending") else data["value"]}
        text = _preview(found, asked)
        if not data.get("is_ending"):
            reasons = services.value_objections(found, data["value"])
        if not reasons:
            foreseen = _consequence(request, found, asked)
    context = {"preview": text, "objections": reasons, "consequence": foreseen}
    return render(request, "rulebook/preview.html", context)


@login_required
@require_POST
def withdraw(request: SiteRequest, key: str) -> HttpResponse:
    """Take back a planned value."""
    found = _rule_or_404(request, key)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the value is withdrawn."))
        return redirect("rulebook:rule", key)
    rows = RuleValue.objects.visible_to(request.user).filter(key=key)
    row = get_object_or_404(rows, pk=form.cleaned_data["value"])
    try:
        services.withdraw_value(row, reason=form.cleaned_data["reason"], actor=request.user)
    except RuleViolation as refusal:
        return _page(request, found, None, status=422, refusal=refusal)
    messages.success(request, _("The planned value was withdrawn."))
    return redirect("rulebook:rule", key)


def _search_form(request: SiteRequest) -> SearchForm:
    """What was asked for; at first the site of the top bar, today."""
    asked = request.GET.copy()
    asked.setdefault("site", request.site.code if request.site else "")
    asked["on"] = asked.get("on") or today_at(request.site).isoformat()
    return SearchForm(asked, sites=Site.objects.visible_to(request.user))


def _rule_or_404(request: SiteRequest, key: str) -> Rule:
    require(may(request.user, Action.VIEW, access.SUBJECT))
    try:
        return registry.get(key)
    except KeyError:
        raise Http404(key) from None


def _visible_sites(request: SiteRequest) -> list[Site]:
    """The sites of the top bar, read once a request."""
    return request.sites if request.site else []


def _sites_to_change(request: SiteRequest, rule: Rule) -> list[Site | None]:
    """Where the user may change the rule; None among them: for the company."""
    sites: list[Site | None] = [None, *_visible_sites(request)]
    return [site for site in sites if access.may_set(request.user, rule, site)]


def _form(
    request: SiteRequest, rule: Rule, sites: list[Site | None], data: Any = None, **options: Any
) -> ChangeForm:
    places = [site for site in sites if site]
    return ChangeForm(rule, data, sites=places, may_set_company=None in sites, **options)


def _fresh_form(request: SiteRequest, rule: Rule, sites: list[Site | None]) -> ChangeForm:
    asked = request.GET.get("site") or (request.site.code if request.site else "")
    site = next((one for one in sites if one and one.code == asked), sites[-1])
    initial = {
        "site": site.code if site else "",
        "value": selectors.line(rule, site).piece.value,
        "effective_on": first_of_next_month(today_at(site)),
        "seen": services.state(rule.key, site),
    }
    return _form(request, rule, sites, initial=initial)


def _preview(rule: Rule, asked: dict[str, Any]) -> str:
    """From 2026-12-01 at Shanghai: A call answered within 30 s counts for the service level."""
    value = asked["value"]
    site, day = asked["site"], asked["effective_on"]
    where = str(site) if site else _("all sites without a value of their own")
    if value is None:
        return _("From %(day)s, %(where)s: no value of its own any more.") % {"day": day, "where": where}
    return _("From %(day)s, %(where)s: %(sentence)s") % {
        "day": day.isoformat(),
        "where": where,
        "sentence": wording.sentence(rule, value),
    }


def _consequence(request: SiteRequest, rule: Rule, asked: dict[str, Any]) -> Consequence | None:
    """What the change would have changed last month: at its site, for the company's value at that of the top bar."""
    site = asked["site"] or request.site
    if not site or not consequences.is_known_for(rule.key):
        return None
    value = asked["value"]
    if value is not None and services.value_objections(rule, value):
        return None
    if asked["site"] is None and piece_on(rule.key, site, on=asked["effective_on"]).origin is Origin.SITE:
        title = _("%(site)s has a value of its own: nothing would change there.") % {"site": site}
        return Consequence(title)
    if value is None:
        value = rule.default if asked["site"] is None else piece_on(rule.key, on=asked["effective_on"]).value
    return consequences.of(consequences.Question(rule.key, site, value, request.user))


def _mark(form: ChangeForm, refusal: RuleViolation) -> None:
    for objection in refusal.objections:
        if objection.field in form.fields:
            form.add_error(objection.field, objection.sentence)


def _is_stale(refusal: RuleViolation) -> bool:
    return any(objection.code.endswith("_meanwhile") for objection in refusal.objections)


def _page(
    request: SiteRequest, rule: Rule, form: ChangeForm | None, *, status: int = 200, **extra: Any
) -> HttpResponse:
    site = request.site
    sites = _visible_sites(request)
    side_by_side = [(one, selectors.line(rule, one, today_at(one))) for one in [None, *sites]]
    if extra.get("is_stale") and form is not None:
        form.data = {
            **{name: form.data.get(name) for name in form.data},
            "seen": services.state(rule.key, form.cleaned_data["site"]),
        }
    history = selectors.history(rule, request.user, sites)
    context = {
        "crumbs": [(_("Rulebook"), reverse("rulebook:index")), (rule.key, "")],
        "rule": rule,
        "line": selectors.line(rule, site),
        "site": site,
        "pieces": [(piece, wording.amount(rule, piece.value)) for piece in pieces(rule.key, site)],
        "side_by_side": side_by_side,
        "history": history,
        "planned": [entry for entry in history if entry.state == "planned"],
        "may_set": {one.pk if one else 0 for one in _sites_to_change(request, rule)},
        "bounds": wording.bounds(rule),
        "form": form,
        "is_foreseen": consequences.is_known_for(rule.key),
        "is_past_affected": bool(form and form.is_bound and _is_past(form)),
        **extra,
    }
    return render(request, "rulebook/rule_detail.html", context, status=status)


def _is_past(form: ChangeForm) -> bool:
    data = getattr(form, "cleaned_data", {})
    day: datetime.date | None = data.get("effective_on")
    return day is not None and day < today_at(data.get("site"))
