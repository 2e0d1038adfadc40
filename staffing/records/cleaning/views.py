"""The page of cleaning duties: this week, what is overdue, the list of duties."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Site
from callcenter.people.refusals import place, posted
from staffing.records.access import SUBJECT, keeps_site
from staffing.records.bulletins.views import REFUSED
from staffing.records.cleaning import services
from staffing.records.cleaning.models import WEEKDAYS, CleaningDuty
from staffing.records.cleaning.selectors import WEEK, dues, overdue
from staffing.records.fields import TeamField, teams_of


class DutyForm(forms.Form):
    """A duty of the site's own."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=32)
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=120, required=False)
    weekday = forms.TypedChoiceField(label=gettext_lazy("Day of the week"), choices=WEEKDAYS, coerce=int)
    team = TeamField(label=gettext_lazy("Team"), required=False, empty_label=gettext_lazy("The day shift"))

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams_of(site)  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def duties(request: HttpRequest) -> HttpResponse:
    """What is due this week, what is overdue; leaders of the site add duties."""
    site = chosen_site(request)
    require(may(request.user, Action.VIEW, SUBJECT))
    form, refusal = DutyForm(posted(request), site=site), None
    if form.is_bound:
        require(keeps_site(request.user, site.pk))
        if form.is_valid():
            try:
                services.add_duty(site, actor=request.user, **form.cleaned_data)
            except RuleViolation as caught:
                refusal = place(form, caught)
            else:
                messages.success(request, _("The duty is on the list."))
                return redirect("records:cleaning")
    return _shown(request, site, form=form, refusal=refusal, is_refused=bool(refusal or form.errors))


def _shown(request: HttpRequest, site: Site, *, is_refused: bool, **given: Any) -> HttpResponse:
    today = site.today()
    monday = today - datetime.timedelta(days=today.weekday())
    lines = [
        (one, one.tick is None and one.on <= today and services.may_tick(request.user, one.duty))
        for one in dues(site, monday, monday + WEEK - datetime.timedelta(days=1), actor=request.user)
    ]
    late = [
        (one, services.may_tick(request.user, one.duty))
        for one in overdue(site, actor=request.user)
        if one.on < monday
    ]
    may_keep = keeps_site(request.user, site.pk)
    context = {
        "lines": lines,
        "late": late,
        "duties": CleaningDuty.objects.filter(site=site).select_related("team") if may_keep else [],
        "may_keep": may_keep,
        "refusal": None,
        "form": DutyForm(site=site),
        **given,
    }
    return render(request, "records/cleaning.html", context, status=REFUSED if is_refused else 200)


@login_required
@require_POST
def tick(request: HttpRequest, pk: int, on: str) -> HttpResponse:
    """It is done."""
    site = chosen_site(request)
    duty = get_object_or_404(CleaningDuty.objects.visible_to(request.user).filter(site=site), pk=pk)
    try:
        day = datetime.date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
    try:
        services.tick_off(duty, day, actor=request.user, note=request.POST.get("note", ""))
    except RuleViolation as refusal:
        return _shown(request, site, refusal=refusal, is_refused=True)
    messages.success(request, _("Ticked off: %(name)s.") % {"name": duty})
    return redirect("records:cleaning")


@login_required
@require_POST
def take_standard(request: HttpRequest) -> HttpResponse:
    """Take the manuals' duties over."""
    count = services.take_standard_duties(chosen_site(request), actor=request.user)
    messages.success(request, _("%(count)s duties are new on the list.") % {"count": count})
    return redirect("records:cleaning")


@login_required
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a duty out of use, or into use again."""
    duty = get_object_or_404(CleaningDuty, pk=pk, site=chosen_site(request))
    services.switch_duty(duty, actor=request.user, is_active=request.POST.get("is_active") == "on")
    return redirect("records:cleaning")
