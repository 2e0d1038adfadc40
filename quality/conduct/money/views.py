"""The page of a month in money, its workbook, the wages, the closing."""

from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import require
from callcenter.audit import exports
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Department, Site
from callcenter.rulebook.citations import cite
from callcenter.tabular.workbook import XLSX, Column, Sheet, write_workbook
from callcenter.workcalendar.periods import Period
from quality.conduct.money import access, selectors, services
from quality.conduct.money.selectors import RULES, is_own, month_at, sheet
from quality.conduct.pages import REFUSED, tabs


class WageForm(forms.Form):
    """One person's wage of the month; empty: not known."""

    wage = forms.DecimalField(
        label=gettext_lazy("Wage of the month"), min_value=0, max_digits=10, decimal_places=2, required=False
    )


def _asked(request: HttpRequest) -> tuple[Site, Period, Department | None]:
    """The site of the top bar, the statistics month of `month`, the department of `department`."""
    site = chosen_site(request)
    require(access.may_see(request.user, site))
    asked = request.GET.get("department", "")
    department = None
    if asked.isascii() and asked.isdigit():
        department = Department.objects.filter(site=site, pk=int(asked)).first()
    return site, month_at(site, request.GET.get("month", "")), department


@login_required
@require_GET
def money(request: HttpRequest) -> HttpResponse:
    """A month of the site or a department: points, rate, cap, amount of each, and the rules they rest on."""
    return _shown(request)


def _shown(request: HttpRequest, **given: Any) -> HttpResponse:
    site, month, department = _asked(request)
    found = sheet(site, month, department)
    may_enter = access.may_enter(request.user) and found.closed is None and found.policy.is_on
    lines = [
        (line, _form(request, line) if may_enter and not is_own(request.user, line) else None)
        for line in found.lines
    ]
    is_over = month.last < site.today()
    on = min(month.last, site.today())
    context = {
        "tabs": tabs(request, "conduct:money"),
        "sheet": found,
        "lines": lines,
        "totals": found.totals,
        "department": department,
        "departments": Department.objects.filter(site=site).order_by("code"),
        "is_over": is_over,
        "sees_wages": access.sees_wages(request.user),
        "may_enter": may_enter and any(form is not None for _line, form in lines),
        "may_close": access.may_close(request.user)
        and found.closed is None
        and found.policy.is_on
        and is_over,
        "may_take": access.may_take(request.user),
        "next": month.next if is_over else None,
        "query": _query(month, department),
        "citations": [cite(key, site, on) for key in RULES],
        **given,
    }
    with timezone.override(site.zone):
        return render(request, "conduct/money.html", context, status=REFUSED if given else 200)


def _form(request: HttpRequest, line: selectors.Line) -> WageForm:
    """The field of one person, as posted where the page comes back."""
    prefix = f"w{line.employee.pk}"
    data = request.POST if f"{prefix}-wage" in request.POST else None
    return WageForm(data, prefix=prefix, initial={"wage": line.wage}, auto_id=f"{prefix}_%s")


def _query(month: Period, department: Department | None) -> str:
    asked = {"month": month.start.isoformat()}
    if department is not None:
        asked["department"] = str(department.pk)
    return urlencode(asked)


def _page(month: Period, department: Department | None) -> str:
    return f"{reverse('conduct:money')}?{_query(month, department)}"


@login_required
@require_POST
def wages(request: HttpRequest) -> HttpResponse:
    """Enter the wages that were posted."""
    site, month, department = _asked(request)
    require(access.may_enter(request.user))
    posted: dict[int, Decimal | None] = {}
    is_valid = True
    for line in sheet(site, month, department).lines:
        form = _form(request, line)
        if not form.is_bound or is_own(request.user, line):
            continue
        is_valid = form.is_valid() and is_valid
        posted[line.employee.pk] = form.cleaned_data.get("wage")
    if not is_valid:
        return _shown(request, refusal=None)
    try:
        changed = services.enter_wages(site, month, posted, actor=request.user)
    except RuleViolation as refusal:
        return _shown(request, refusal=refusal)
    messages.success(
        request,
        ngettext("%(count)s wage is entered.", "%(count)s wages are entered.", changed) % {"count": changed},
    )
    return redirect(_page(month, department))


@login_required
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the month of the whole site."""
    site, month, department = _asked(request)
    require(access.may_close(request.user))
    try:
        services.close_month(site, month, actor=request.user)
    except RuleViolation as refusal:
        return _shown(request, refusal=refusal)
    messages.success(request, _("The month is closed and stays as it is."))
    return redirect(_page(month, department))


@login_required
@require_GET
def take(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook."""
    site, month, department = _asked(request)
    require(access.may_take(request.user))
    found = sheet(site, month, department)
    stream = SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115  (the response closes it)
    rows = _write(stream, found, with_wages=access.sees_wages(request.user))
    exports.taken(request, "conduct.money", rows, site_id=site.pk)
    stream.seek(0)
    name = f"points-{site.code}-{month.start:%Y-%m-%d}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


def _write(stream: Any, found: selectors.Sheet, *, with_wages: bool) -> int:
    columns = [
        Column(_("Employee number")),
        Column(_("Name")),
        Column(_("Department")),
        Column(pgettext("points", "Taken"), "number"),
        Column(_("Rewarded"), "number"),
        Column(pgettext("conduct", "Points"), "number"),
        Column(pgettext("money", "Rate"), "number"),
        *(
            [Column(_("Wage of the month"), "number"), Column(pgettext("money", "Cap"), "number")]
            if with_wages
            else []
        ),
        Column(pgettext("money", "Deducted"), "number"),
        Column(pgettext("money", "Ended at")),
    ]
    rate = found.policy.per_point
    lines: list[list[Any]] = [
        [
            one.employee.number, str(one.employee), str(one.department or ""), one.taken, one.rewarded, one.points,
            rate if found.policy.is_on else None, *([one.wage, one.cap] if with_wages else []), one.amount,
            one.limit_label,
        ]
        for one in found.lines
    ]  # fmt: skip
    totals = found.totals
    empty: list[Any] = [None, None] if with_wages else []
    lines.append(
        [_("Total"), "", "", totals.taken, totals.rewarded, totals.points, None, *empty, totals.amount, ""]
    )
    on = min(found.month.last, found.site.today())
    definitions = [(key, cite(key, found.site, on).sentence) for key in RULES]
    sheets = [Sheet(_("Points in money"), columns, lines)]
    title = f"{_('Points in money')} {found.month.start:%Y-%m-%d}"
    return write_workbook(stream, sheets, definitions=definitions, title=title, zone=found.site.zone)
