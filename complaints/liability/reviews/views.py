"""Pages of the monthly review: the list, a month with every closed complaint, the verdict on one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.permissions import require
from callcenter.clocks.services import running_clock
from callcenter.objections import RuleViolation
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.liability import access
from complaints.liability.deadlines import REVIEW
from complaints.liability.pages import REFUSED, tabs
from complaints.liability.reviews import services
from complaints.liability.reviews.forms import FinishForm, VerdictForm
from complaints.liability.reviews.listing import ALL
from complaints.liability.reviews.models import Review, ReviewLine, Verdict


@login_required
@require_GET
def reviews(request: HttpRequest) -> HttpResponseBase:
    """The reviews in sight."""
    require(access.sees_reviews(request.user))
    rows = (
        Review.objects.visible_to(request.user).with_counts().select_related("site", "finished_by__employee")
    )
    context = {"tabs": tabs(request, "liability:reviews")}
    return list_page(request, rows, ALL, template="liability/review_list.html", context=context)


@login_required
@require_GET
def review(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    """One month: every complaint that was closed in it, its verdict, what follows."""
    return _shown(request, _visible(request, pk))


def _visible(request: HttpRequest, pk: int) -> Review:
    rows = Review.objects.visible_to(request.user).select_related("site", "finished_by__employee")
    return get_object_or_404(rows, pk=pk)


def _lines(found: Review) -> list[ReviewLine]:
    rows = found.lines.select_related("case__owner", "case__cause", "unit", "reviewed_by")
    return list(rows.prefetch_related("notices__employee", "personnel_notices__employee"))


def _shown(request: HttpRequest, found: Review, **given: Any) -> HttpResponse:
    lines = _lines(found)
    context = {
        "review": found,
        "lines": lines,
        "left": sum(not one.verdict for one in lines),
        "overdue": sum(one.is_overdue for one in lines),
        "clock": running_clock(REVIEW, found),
        "may_review": access.is_gm_office(request.user) and found.finished_at is None,
        "may_draw_up": access.is_gm_office(request.user),
        "finish_form": FinishForm(),
        **given,
    }
    return render(request, "liability/review.html", context, status=REFUSED if given else 200)


@login_required
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint of a review, to give the verdict on it; the next one without a verdict comes after it."""
    rows = ReviewLine.objects.select_related(
        "review__site", "case__owner", "case__about", "case__cause", "unit"
    )
    found = get_object_or_404(rows, pk=pk, review__in=Review.objects.visible_to(request.user))
    require(access.is_gm_office(request.user))
    initial = {"verdict": found.verdict or Verdict.NONE, "unit": found.unit_id, "words": found.words}
    form, refusal = VerdictForm(found.review.site, posted(request), initial=initial), None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            services.give_verdict(
                found,
                Verdict(data["verdict"]),
                actor=request.user,
                unit=data["unit"],
                words=data["words"],
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("%(reference)s is reviewed.") % {"reference": found.case.reference})
            following = found.review.lines.filter(verdict="").first()
            return redirect("liability:line", following.pk) if following else redirect(found.review)
    liability = getattr(found.case, "liability", None)
    context = {
        "line": found,
        "liability": liability,
        "responsibles": list(liability.responsibles.select_related("employee", "team")) if liability else [],
        "form": form,
        "refusal": refusal,
    }
    status = REFUSED if refusal or form.errors else 200
    return render(request, "liability/review_line.html", context, status=status)


@login_required
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The month is done."""
    found, form, refusal = _visible(request, pk), FinishForm(request.POST), None
    if form.is_valid():
        try:
            services.finish_review(found, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = caught
        else:
            messages.success(
                request, _("The review of %(month)s is finished.") % {"month": f"{found.month:%Y-%m}"}
            )
            return redirect(found)
    return _shown(request, found, finish_form=form, refusal=refusal)


@login_required
@require_GET
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The month on paper: every complaint with its verdict, without navigation."""
    found = _visible(request, pk)
    return render(request, "liability/review_print.html", {"review": found, "lines": _lines(found)})
