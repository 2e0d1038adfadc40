"""The page of one complaint: what it hands to its template."""

import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.web import cells
from complaints.cases import access, sections, shown, wording
from complaints.cases.acts import ACTS, BESIDE, THIRD_PARTY_ANSWER, act_url, next_of
from complaints.cases.decisions.models import Findings
from complaints.cases.decisions.services import INVESTIGATING
from complaints.cases.dossier import PRODUCT_FIELDS, Case
from complaints.cases.forms import people_of
from complaints.cases.log import field_label
from complaints.cases.looking import kept, may_reveal
from complaints.cases.looking_form import LookForm
from complaints.cases.pausing import clock_of
from complaints.customers.access import may_see

OF_THE_PAGE = (
    "assign",
    "explain_overdue",
    "wait",
    "wait_no_longer",
)  # buttons of the head; the others stand in their block


def context_of(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Everything about one complaint."""
    user: Any = request.user
    show = request.GET.get("show", "")
    may_serve = access.may_serve(user, case)
    offered = {act.key: act_url(case, act) for act in BESIDE if act.is_offered(user, case)}
    return {
        "case": case,
        "state": wording.state(case),
        "severity": wording.severity(case),
        "due": wording.due(case),
        "is_overdue": wording.is_overdue(case),
        "triggers": _triggers(case),
        "clock": clock_of(case) if case.accepted_at else None,
        "nexts": next_of(case, user),
        "head_acts": [(ACTS[key], offered[key]) for key in OF_THE_PAGE if key in offered],
        "offered": offered,
        "may_change": access.may_change(user, case),
        "may_serve": may_serve,
        "may_propose": may_serve and case.state in INVESTIGATING,
        "people": people_of(case.site) if may_serve else [],
        "customer": shown.masked(case),
        "sees_customer": case.customer is not None and may_see(user, case.customer),
        **_look(case, user),
        "product": _product(case),
        "plan": shown.plan(case, user),
        "parties": case.third_parties.all(),
        "answers_third_party": may_serve and THIRD_PARTY_ANSWER,
        "findings": Findings.objects.filter(case=case)
        .select_related("originating_unit", "verdict_by")
        .first(),
        "remedies": case.remedies.all(),
        "reports": case.reports.select_related("submitted_by__employee", "decided_by__employee"),
        "deciders": shown.deciders(case),
        "contacts": case.contacts.select_related("by__employee").order_by("-at", "-pk"),
        "chain": shown.chain(case),
        "entries": shown.timeline(case, show),
        "shows": _shows(case, show),
        **_drawn(request, case),
        "buttons": sections.buttons_of(case, user),
    }


def _look(case: Case, user: Any) -> dict[str, Any]:
    """The form to look at whole numbers, where some stand on the complaint; and whether it is about the reader."""
    is_shown = may_reveal(user, case) and bool(kept(case))
    return {
        "look_form": LookForm(case=case) if is_shown else None,
        "is_concerned": access.is_concerned(user, case),
    }


def _drawn(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The sections of rooms above: those of order 0 stand bare above everything, the others as cards."""
    user: Any = request.user
    found = [
        (one, render_to_string(one.template, {"case": case, "user": user} | context, request))
        for one, context in sections.sections_of(case, user)
    ]
    return {
        "above": [html for one, html in found if one.order == 0],
        "sections": [(one, html) for one, html in found if one.order > 0],
    }


def _triggers(case: Case) -> list[str]:
    field: Any = Case._meta.get_field("triggers")
    words = dict(field.base_field.choices)
    return [str(words.get(one, one)) for one in case.triggers]


def _product(case: Case) -> list[tuple[str, Any]]:
    """The block of the product: what is filled, and what was ticked as not applying."""
    found: list[tuple[str, Any]] = []
    asked = set(case.cause.needs) if case.cause else set()
    for name in (*PRODUCT_FIELDS, "quantity"):
        given = getattr(case, name)
        if given not in (None, ""):
            found.append((field_label(name), _shown(given)))
        elif name in case.not_applicable:
            found.append((field_label(name), _("does not apply")))
        elif name in asked:
            found.append((field_label(name), "—"))
    return found


def _shown(given: Any) -> Any:
    if isinstance(given, datetime.date):
        return cells.day(given)
    return cells.number(given.normalize()) if isinstance(given, Decimal) else given


def _shows(case: Case, show: str) -> list[dict[str, Any]]:
    """The filter of the timeline."""
    words = {
        "": _("Everything"),
        "moves": _("Log"),
        "contacts": _("Contacts"),
        "chases": _("Chases"),
        "deadlines": _("Deadlines"),
    }
    base = reverse("cases:case", args=[case.reference])
    return [
        {
            "label": label,
            "url": f"{base}?show={key}#timeline" if key else f"{base}#timeline",
            "active": key == show,
        }
        for key, label in words.items()
    ]
