"""Pages of ratings: the overview, one's own, answers, invitations, asking a customer, taking an answer down."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import position
from callcenter.objections import Objection, RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Employee, Team
from callcenter.people.refusals import place, posted
from callcenter.rulebook.values import value
from callcenter.web.listing import list_page
from callcenter.workcalendar.periods import last_months
from complaints.customers.masking import last_four, masked_name
from complaints.surveys import access, permits, sources, wording
from complaints.surveys.callbacks.models import Callback
from complaints.surveys.ratings import charts, selectors, services
from complaints.surveys.ratings.forms import InviteForm, SurveyForm
from complaints.surveys.ratings.listing import INVITATIONS, RESPONSES
from complaints.surveys.ratings.models import Invitation, InvitationState, Response, Way
from complaints.surveys.ratings.selectors import Rating
from complaints.surveys.ratings.services import Ask
from complaints.surveys.tabs import sees_others, tabs

REFUSED = 422
SHOWN = 60
MONTHS = 6


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """How satisfied customers are: figures of this month, by item, by month, by employee; callbacks open."""
    permits.require_others(request.user)
    site = chosen_site(request)
    today = site.today()
    firsts = last_months(today, MONTHS)[::-1]
    rows = Response.objects.visible_to(request.user).filter(site=site)
    month = selectors.between(rows, site, today.replace(day=1), today)
    half_year = selectors.between(rows, site, firsts[0], today)
    least = value("survey.least_answers", site)
    ratings = selectors.by(half_year.counted(), "employee")
    people = selectors.people_of(ratings)
    named = {pk: str(people[pk]) for pk in ratings}
    period = f"answered_at_after={firsts[0].isoformat()}"
    callbacks = Callback.objects.visible_to(request.user).filter(site=site)
    context = {
        "tabs": tabs(request, "surveys:index"),
        "month": selectors.total(month),
        "month_url": f"{reverse('surveys:responses')}?answered_at_after={today.replace(day=1).isoformat()}",
        "distribution": charts.distribution(month),
        "trend": charts.trend(rows, site, today),
        "by_employee": charts.by_employee(named, ratings, least),
        "people": _people_lines(people, ratings, least, period),
        "teams": _team_lines(half_year, period),
        "least": least,
        "to_call": callbacks.filter(state="waiting").count(),
        "unsatisfied": callbacks.filter(state="unsatisfied").count(),
        "may_ask": access.may_ask_somebody(request.user),
    }
    return render(request, "surveys/index.html", context)


def _people_lines(
    people: dict[int, Employee], ratings: dict[Any, Rating], least: int, period: str
) -> list[dict[str, Any]]:
    """Each employee with the rating; who has too few answers comes last and is not compared."""
    named = {pk: str(people[pk]) for pk in ratings}
    order = sorted(named, key=lambda pk: (ratings[pk].answers < least, -(ratings[pk].score or 0), named[pk]))
    return [
        {
            "name": named[pk],
            "rating": ratings[pk],
            "url": f"{reverse('surveys:responses')}?employee={people[pk].number}&{period}",
            "share": None if ratings[pk].share is None else 100 * (ratings[pk].share or 0),
            "low": 100 * ratings[pk].interval[0],
            "high": 100 * ratings[pk].interval[1],
            "is_few": ratings[pk].answers < least,
        }
        for pk in order
    ]


def _team_lines(rows: Any, period: str) -> list[tuple[str, str, Rating]]:
    """Each team by its name, with where its answers are listed."""
    found = selectors.by(rows.counted().filter(team__isnull=False), "team")
    teams = Team.objects.in_bulk(list(found))
    address = reverse("surveys:responses")
    lines = [(str(team), f"{address}?team={team.code}&{period}", found[pk]) for pk, team in teams.items()]
    return sorted(lines, key=lambda line: line[0])


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own ratings: what customers said, and never who they are."""
    permits.require_view(request.user)
    me = Employee.objects.filter(pk=position(request.user).employee_id or 0).select_related("site").first()
    rows = Response.objects.counted().filter(employee=me) if me else Response.objects.none()
    context: dict[str, Any] = {"tabs": tabs(request, "surveys:mine"), "me": me}
    if me is not None:
        today = me.site.today()
        month = selectors.between(rows, me.site, today.replace(day=1), today)
        context |= {
            "month": selectors.total(month),
            "trend": charts.trend(rows, me.site, today),
            "distribution": charts.distribution(rows),
            "rows": [
                (one, [wording.grade(one, item) for item, *_rest in one.grades])
                for one in rows.select_related("invitation")[:SHOWN]
            ],
            "items": [
                charts.item_label(item) for item in ("attitude", "technique", "timeliness", "promises")
            ],
        }
    return render(request, "surveys/mine.html", context)


@login_required
@require_GET
def responses(request: HttpRequest) -> HttpResponseBase:
    """All answers in sight."""
    permits.require_others(request.user)
    rows = Response.objects.visible_to(request.user).select_related(
        "employee", "team", "invitation__campaign"
    )
    context = {"tabs": tabs(request, "surveys:responses")}
    return list_page(request, rows, RESPONSES, template="surveys/tabbed_list.html", context=context)


@login_required
@require_GET
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer. Employees see what was said of them, and never who said it."""
    rows = Response.objects.visible_to(request.user)
    rows = rows.select_related(
        "employee", "team", "site", "entered_by", "invitation__campaign", "invitation__customer"
    )
    found = get_object_or_404(rows, pk=pk)
    is_named = sees_others(request) and position(request.user).employee_id != found.employee_id
    words = wording.item_words(found.invitation.kind)
    context = {
        "response": found,
        "verdict": wording.verdict(found),
        "grades": [(words[item][0], wording.grade(found, item)) for item, *_rest in found.grades],
        "about": sources.title(found.invitation.kind),
        "is_named": is_named,
        "customer": masked_name(found.invitation.customer_name) if is_named else "",
        "callback": Callback.objects.visible_to(request.user).filter(response=found).first()
        if is_named
        else None,
    }
    return render(request, "surveys/response_detail.html", context)


@login_required
@require_GET
def invitations(request: HttpRequest) -> HttpResponseBase:
    """Who is asked, and whether they answered."""
    permits.require_others(request.user)
    rows = Invitation.objects.visible_to(request.user).select_related("employee", "campaign")
    context = {
        "tabs": tabs(request, "surveys:invitations"),
        "may_ask": access.may_ask_somebody(request.user),
    }
    return list_page(request, rows, INVITATIONS, template="surveys/invitation_list.html", context=context)


@login_required
def invite(request: HttpRequest) -> HttpResponse:
    """Ask the customer of a complaint, an order or a call."""
    permits.require_ask_somebody(request.user)
    site = chosen_site(request)
    people = list(Employee.objects.employed(site.today()).filter(site=site).order_by("number")[:1000])
    initial = {"kind": request.GET.get("kind", ""), "reference": request.GET.get("reference", "")}
    form, refusal = InviteForm(site, people, posted(request), initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            made = _invited(request, form)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("%(number)s: the customer is asked.") % {"number": made.number})
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    return render(request, "surveys/invite_form.html", {"form": form, "refusal": refusal}, status=status)


def _invited(request: HttpRequest, form: InviteForm) -> Invitation:
    data = form.cleaned_data
    ask = Ask(Way(data["way"]), data["language"])
    kind = sources.get(data["kind"])
    if kind is not None:
        source = kind.find(request.user, data["reference"].strip())
        if source is None:
            raise RuleViolation(Objection("surveys.unknown_reference", {}, "reference"))
        return services.invite(source, ask, actor=request.user)
    facts = sources.Facts(
        site=chosen_site(request),
        employee=form.people.get(data["employee"]),
        reference=data["reference"].strip(),
        name=data["name"],
        phone=data["phone"],
        email=data["email"],
    )
    return services.invite_after_call(facts, ask, actor=request.user)


@login_required
@never_cache
def invitation(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    """One invitation: its state, its link to hand over, the survey to fill on the phone."""
    found = _visible(request, pk)
    may_take_down = found.state == InvitationState.OPEN and access.may_take_down(request.user, found)
    context = {
        "invitation": found,
        "state": wording.invitation_state(found),
        "mail": wording.mail_state(found),
        "about": sources.title(found.kind),
        "customer": masked_name(found.customer_name),
        "phone": found.phone if may_take_down else last_four(found.phone),
        "response": Response.objects.filter(invitation=found).first(),
        "may_take_down": may_take_down,
        "survey_form": SurveyForm(found.kind, by_staff=True),
        "link": "",
        **given,
    }
    is_refused = "refusal" in given or "survey_form" in given
    return render(request, "surveys/invitation_detail.html", context, status=REFUSED if is_refused else 200)


def _visible(request: HttpRequest, pk: int) -> Invitation:
    rows = Invitation.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("site", "employee", "campaign", "made_by"), pk=pk)


@login_required
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the link once, to hand it over; the trail says who took it."""
    try:
        path = services.show_link(_visible(request, pk), actor=request.user)
    except RuleViolation as refusal:
        return invitation(request, pk, refusal=refusal)
    return invitation(request, pk, link=request.build_absolute_uri(path))


@login_required
@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what the customer says on the phone."""
    found = _visible(request, pk)
    form = SurveyForm(found.kind, request.POST, by_staff=True)
    if not form.is_valid():
        return invitation(request, pk, survey_form=form)
    try:
        made = services.take_down(found, form.given, actor=request.user, words=form.cleaned_data["words"])
    except RuleViolation as refusal:
        return invitation(request, pk, survey_form=form, refusal=place(form, refusal))
    messages.success(request, _("The answer is taken down."))
    return redirect(made)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer does not want to answer, or the invitation was a mistake."""
    found = _visible(request, pk)
    act = services.decline if request.POST.get("act") == "decline" else services.withdraw
    try:
        done = act(found, actor=request.user)
    except RuleViolation as refusal:
        return invitation(request, pk, refusal=refusal)
    messages.success(request, f"{done.number}: {done.get_state_display()}")
    return redirect(found)
