"""Pages of bulletins: what I have to read, all of them, one with its receipts, who has not read what before a shift."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.permissions import position, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from callcenter.web.tabs import page_tabs
from callcenter.web.uploads import takes_upload
from staffing.records.access import keeps_site, looks_after, me, reads_site
from staffing.records.bulletins import access, services
from staffing.records.bulletins.forms import BulletinForm, ChangeForm, WithdrawForm
from staffing.records.bulletins.listing import ALL, audience, state
from staffing.records.bulletins.models import Bulletin
from staffing.records.bulletins.selectors import reading, unread
from staffing.roster.models import Assignment

REFUSED = 422
SHOWN = 50
AHEAD = datetime.timedelta(hours=12)  # shifts whose roll call is near enough to look at


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """To read, all, and for leaders who has not read what."""
    found = [("records:to-read", _("To read")), ("records:bulletins", _("All bulletins"))]
    if looks_after(request.user):
        found.append(("records:unread", _("Not read before the shift")))
    return page_tabs(found, active)


def _visible(request: HttpRequest) -> Any:
    rows = Bulletin.objects.visible_to(request.user).with_read_by(me(request.user))
    return rows.select_related("site", "published_by").prefetch_related("departments", "teams")


@login_required
@require_GET
def to_read(request: HttpRequest) -> HttpResponse:
    """What holds and is addressed to me: unread first."""
    now = timezone.now()
    mine = Bulletin.objects.addressed_to(request.user).in_force(now).with_read_by(me(request.user))
    rows = list(mine.order_by("is_read", "-must_read", "-changed_at")[:SHOWN])
    context = {
        "tabs": tabs(request, "records:to-read"),
        "unread": [one for one in rows if not one.is_read],
        "read": [one for one in rows if one.is_read],
        "may_write": access.may_write(request.user),
    }
    return render(request, "records/to_read.html", context)


@login_required
@require_GET
def bulletins(request: HttpRequest) -> HttpResponseBase:
    """Every bulletin in sight."""
    context = {"tabs": tabs(request, "records:bulletins"), "may_write": access.may_write(request.user)}
    return list_page(request, _visible(request), ALL, template="records/bulletin_list.html", context=context)


@login_required
@require_GET
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """One bulletin: to read and confirm; for leaders who has read it and what it said before."""
    found = get_object_or_404(_visible(request), pk=pk)
    return _shown(request, found)


def _shown(request: HttpRequest, found: Any, **given: Any) -> HttpResponse:
    may_change = access.may_change(request.user, found)
    is_mine = Bulletin.objects.addressed_to(request.user).filter(pk=found.pk).exists()
    context = {
        "bulletin": found,
        "state": state(found),
        "audience": audience(found),
        "asks_me": is_mine and not found.is_read and found.holds(timezone.now()),
        "versions": list(found.versions.select_related("published_by")),
        "reading": reading(found) if may_change or looks_after(request.user) else None,
        "may_change": may_change and found.withdrawn_at is None,
        "withdraw_form": WithdrawForm(auto_id="withdraw_%s"),
        **given,
    }
    return render(request, "records/bulletin_detail.html", context, status=REFUSED if given else 200)


@login_required
@require_http_methods(["GET", "POST"])
@takes_upload(lambda: settings.FILES_ATTACHMENT_BYTES)
def new_bulletin(request: HttpRequest) -> HttpResponse:
    """Publish a bulletin."""
    site = chosen_site(request)
    require(access.may_write(request.user))
    form, refusal = BulletinForm(posted(request), request.FILES or None, site=site), None
    if form.is_bound and form.is_valid():
        try:
            files = [form.cleaned_data["file"]] if form.cleaned_data["file"] else []
            made = services.publish_bulletin(site, form.facts(), actor=request.user, files=files)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The bulletin is published."))
            return redirect(made)
    return _form(request, form, refusal, only_teams=not keeps_site(request.user, site.pk))


def _form(
    request: HttpRequest, form: BulletinForm, refusal: RuleViolation | None, **more: Any
) -> HttpResponse:
    status = REFUSED if refusal or form.errors else 200
    context = {"form": form, "refusal": refusal, **more}
    return render(request, "records/bulletin_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def change_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something else in a new version."""
    found = get_object_or_404(_visible(request), pk=pk)
    require(access.may_change(request.user, found))
    initial = {name: getattr(found, name) for name in ("title", "text", "posts", "must_read", "number")}
    initial |= {"valid_from": found.valid_from, "valid_until": found.valid_until}
    initial |= {"teams": found.teams.all(), "departments": found.departments.all(), "asks_again": True}
    form, refusal = ChangeForm(posted(request), site=found.site, initial=initial), None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            services.change_bulletin(
                found,
                form.facts(),
                actor=request.user,
                note=data["note"],
                asks_again=data["asks_again"],
                expected=data["number"],
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The bulletin is changed."))
            return redirect(found)
    return _form(request, form, refusal, bulletin=found)


@login_required
@require_POST
def withdraw_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a bulletin back."""
    found = get_object_or_404(_visible(request), pk=pk)
    require(access.may_change(request.user, found))
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    if not form.is_valid():
        return _shown(request, found, withdraw_form=form)
    try:
        services.withdraw_bulletin(found, actor=request.user, **form.cleaned_data)
    except RuleViolation as refusal:
        return _shown(request, found, refusal=refusal)
    messages.success(request, _("The bulletin is withdrawn."))
    return redirect(found)


@login_required
@require_POST
def read_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm having read; on to what is left to read."""
    found = get_object_or_404(_visible(request), pk=pk)
    number = request.POST.get("number", "")
    try:
        services.confirm_bulletin(
            found, actor=request.user, number=int(number) if number.isascii() and number.isdigit() else None
        )
    except RuleViolation as refusal:
        return _shown(request, found, refusal=refusal)
    messages.success(request, _("Noted: you have read “%(title)s”.") % {"title": found.title})
    return redirect("records:to-read")


@login_required
@require_GET
def unread_list(request: HttpRequest) -> HttpResponse:
    """At roll call: of those on shift now and in the next hours, who has not read what."""
    require(looks_after(request.user))
    site, now = chosen_site(request), timezone.now()
    rows = Assignment.objects.published().filter(site=site, shift_type__isnull=False)
    rows = rows.sharing_a_moment(now, now + AHEAD).select_related("employee", "team", "shift_type")
    if not reads_site(request.user, site.pk):
        rows = rows.filter(team__in=position(request.user).team_ids)
    shifts = list(rows.order_by("starts_at", "team__code", "employee__number"))
    found = unread([row.employee_id for row in shifts], site, now)
    context = {
        "tabs": tabs(request, "records:unread"),
        "lines": [(row, found[row.employee_id]) for row in shifts if row.employee_id in found],
        "due": len(shifts),
        "hours": int(AHEAD.total_seconds() // 3600),
    }
    return render(request, "records/unread.html", context)
