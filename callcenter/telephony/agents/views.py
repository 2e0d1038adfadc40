"""Switch agents: who is who."""

from dataclasses import replace
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.objections import RuleViolation
from callcenter.people import versions
from callcenter.people.middleware import SiteRequest
from callcenter.people.models import Employee
from callcenter.people.refusals import place, posted
from callcenter.telephony import access
from callcenter.telephony.agents import services
from callcenter.telephony.facts.models import SwitchAgent
from callcenter.web.listing import BulkAction, Column, Listing, list_page

UNKNOWN, KNOWN, IGNORED = "unknown", "known", "ignored"


class AgentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), field_name="code", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=_("Who it is"),
        choices=[(UNKNOWN, _("Not known yet")), (KNOWN, _("An employee")), (IGNORED, _("Not a person"))],
        method="by_state",
        empty_label=_("all"),
    )

    class Meta:
        model = SwitchAgent
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[SwitchAgent], name: str, value: str) -> QuerySet[SwitchAgent]:
        if value == IGNORED:
            return queryset.filter(is_ignored=True)
        return queryset.filter(employee__isnull=value == UNKNOWN, is_ignored=False)


class AgentForm(forms.Form):
    """Who a switch agent is."""

    employee = forms.ModelChoiceField(
        label=_("Employee"), queryset=Employee.objects.none(), required=False, empty_label=_("not known yet")
    )
    is_ignored = forms.BooleanField(label=_("Not a person (a test line, a machine)"), required=False)

    def __init__(self, *args: object, agent: SwitchAgent, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        chooser: forms.ModelChoiceField = self.fields["employee"]  # type: ignore[assignment]
        chooser.queryset = Employee.objects.filter(site=agent.site_id).order_by("number")
        chooser.label_from_instance = lambda obj: f"{obj.number} · {obj}"  # type: ignore[method-assign]


def _state(agent: SwitchAgent) -> tuple[str, str]:
    if agent.is_ignored:
        return str(_("Not a person")), "grey"
    if agent.employee_id:
        return str(_("An employee")), "green"
    return str(_("Not known yet")), "yellow"


def _listing(people: dict[int, Employee]) -> Listing:
    return Listing(
        key="telephony.agents",
        title=_("Switch agents"),
        columns=(
            Column(
                "code",
                _("Name on the switch"),
                lambda a: a.code,
                sort="code",
                link=lambda a: a.get_absolute_url(),
            ),
            Column("state", _("Who it is"), _state, "badge"),
            Column(
                "employee",
                _("Employee"),
                lambda a: f"{a.employee.number} · {a.employee}" if a.employee else "",
            ),
            Column(
                "suggestion",
                _("Suggestion"),
                lambda a: f"{people[a.pk].number} · {people[a.pk]}" if a.pk in people else "",
            ),
        ),
        ordering=("code", "id"),
        filterset=AgentFilter,
        empty_title=_("The switch has not named any agent yet"),
        empty_text=_("Names appear here when a file of calls is imported."),
        bulk=(
            BulkAction(
                _("Accept suggestions"),
                str(reverse_lazy("telephony:agents_map", args=["suggested"])),
                "check",
            ),
            BulkAction(
                _("Not a person"), str(reverse_lazy("telephony:agents_map", args=["ignored"])), "user-off"
            ),
        ),
    )


@login_required
def agent_list(request: SiteRequest, *, refusal: RuleViolation | None = None) -> HttpResponseBase:
    """Names on the switch, the unknown ones with a suggestion."""
    require(may(request.user, Action.VIEW, "telephony.import"))
    agents = SwitchAgent.objects.visible_to(request.user).filter(
        site_id=request.site.pk if request.site else None
    )
    people = (
        services.suggestions(request.site, agents.filter(employee=None, is_ignored=False))
        if request.site
        else {}
    )
    response = list_page(
        request,
        agents.select_related("employee"),
        replace(_listing(people), remembers=refusal is None),  # a refusal stands at an address of its own
        template="telephony/agent_list.html",
        context={"refusal": refusal},
    )
    if refusal:
        response.status_code = 422
    return response


def _agent(request: HttpRequest, pk: int) -> SwitchAgent:
    agents = SwitchAgent.objects.visible_to(request.user).select_related("site", "employee")
    return get_object_or_404(agents, pk=pk)


@login_required
def agent_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One name: say who it is. A form opened before somebody else said so shows both versions."""
    agent = _agent(request, pk)
    refusal, differences = None, []
    suggestion = services.suggestions(agent.site, [agent]).get(agent.pk)
    standing = services.standing(agent)
    initial = {
        "employee": agent.employee_id or (suggestion.pk if suggestion and not agent.is_ignored else None),
        "is_ignored": agent.is_ignored,
    }
    form = AgentForm(posted(request), agent=agent, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = versions.seen_in(request, standing)
        try:
            services.map_agent(agent, actor=request.user, expected=seen, **form.cleaned_data)
        except RuleViolation as error:
            refusal = place(form, error)
            differences = _differences(form, seen, standing)
        else:
            messages.success(request, _("%(code)s is saved.") % {"code": agent.code})
            return redirect("telephony:agents")
    context = {
        "agent": agent,
        "state": _state(agent),
        "form": form,
        "suggestion": suggestion,
        "refusal": refusal,
        "differences": differences,
        "version": versions.version_of(standing),
        "may_edit": access.may_name(request.user, agent.site_id),
    }
    failed = request.method == "POST"
    return render(request, "telephony/agent_detail.html", context, status=422 if failed else 200)


def _differences(form: AgentForm, seen: versions.Values, standing: versions.Values) -> list[dict[str, str]]:
    """What somebody else changed meanwhile, in words: employees with number and name, yes and no."""
    numbers = [values["employee"] for values in (seen, standing) if values["employee"]]
    people = {person.number: f"{person.number} · {person}" for person in _people(form, numbers)}
    found = versions.differences(form, seen, standing)
    for line in found:
        for when in ("before", "now", "yours"):
            said = line[when]
            if isinstance(said, bool):
                line[when] = str(_("yes") if said else _("no"))
            elif isinstance(said, Employee):
                line[when] = f"{said.number} · {said}"
            else:
                line[when] = people.get(said, said) or ""
    return found


def _people(form: AgentForm, numbers: list[str]) -> QuerySet[Employee]:
    chooser: Any = form.fields["employee"]
    return chooser.queryset.filter(number__in=numbers)


@login_required
def agents_map(request: SiteRequest, how: str) -> HttpResponseBase:
    """The chosen names at once. Who sorts or turns the page of a refusal comes back to the list."""
    if request.method != "POST":
        query = request.GET.urlencode()
        return redirect(reverse("telephony:agents") + (f"?{query}" if query else ""))
    chosen = [int(pk) for pk in request.POST.getlist("selected") if pk.isdigit()]
    agents = SwitchAgent.objects.visible_to(request.user).filter(
        pk__in=chosen, site_id=request.site.pk if request.site else None
    )
    try:
        done = services.map_agents(agents.select_related("site"), actor=request.user, how=how)
    except RuleViolation as refusal:
        request.method = "GET"
        return agent_list(request, refusal=refusal)
    messages.success(
        request,
        ngettext("%(count)s switch agent is saved.", "%(count)s switch agents are saved.", len(done))
        % {"count": len(done)},
    )
    return redirect("telephony:agents")
