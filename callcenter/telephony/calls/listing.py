"""The calls list: its columns and words."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from callcenter.telephony import sums
from callcenter.telephony.calls.filters import CallFilter
from callcenter.telephony.facts.masking import masked
from callcenter.telephony.facts.models import Call, Outcome
from callcenter.web.listing import Column, Listing


def sums_of(calls: QuerySet[Call], request: HttpRequest) -> list[Any]:
    """Figures over the listed calls of the chosen site."""
    site = getattr(request, "site", None)
    return sums.shown(sums.OF_CALLS, sums.counts_of_calls(calls, site), site) if site else []


COLOURS = {Outcome.ANSWERED: "green", Outcome.ABANDONED: "red", Outcome.IGNORED: "grey"}


def agent_name(call: Call) -> str:
    """The employee where known, else the name on the switch."""
    if call.agent is None:
        return ""
    return str(call.agent.employee or call.agent.code)


def type_name(call: Call) -> str:
    """What the call's type is called (with_type_name), else its code."""
    return getattr(call, "type_name", None) or call.call_type


def outcome_badge(call: Call) -> tuple[str, str]:
    outcome = Outcome(call.outcome)
    return str(outcome.label), COLOURS[outcome]


CALLS = Listing(
    key="telephony.calls",
    peek=True,
    title=_("Calls"),
    columns=(
        Column(
            "started_at",
            _("Entered"),
            lambda call: call.started_at,
            "datetime",
            link=lambda call: call.get_absolute_url(),
        ),
        Column("queue", _("Queue"), lambda call: str(call.queue or "")),
        Column("call_type", _("Type"), type_name),
        Column("outcome", _("Outcome"), outcome_badge, "badge"),
        Column("agent", _("Agent"), agent_name),
        Column("wait", _("Wait"), lambda call: call.wait_seconds, "seconds", sort="wait_seconds"),
        Column("talk", _("Talk"), lambda call: call.talk_seconds, "seconds", sort="talk_seconds"),
        Column("hold", _("Hold"), lambda call: call.hold_seconds, "seconds", default=False),
        Column("acw", _("After-call work"), lambda call: call.acw_seconds, "seconds", default=False),
        Column("ivr", _("IVR"), lambda call: call.ivr_seconds, "seconds", default=False),
        Column("priority", _("Priority"), lambda call: call.priority, "number", default=False),
        Column("ended_at", _("Ended"), lambda call: call.ended_at, "datetime", default=False),
        Column("switch_ref", _("Call number"), lambda call: call.switch_ref, default=False),
        Column("customer", _("Customer"), lambda call: masked(call.customer_ref)),
        Column("feed", _("Feed"), lambda call: call.feed, default=False),
        Column("source_row", _("Row in the file"), lambda call: call.source_row, "number", default=False),
    ),
    ordering=("-day", "-id"),
    filterset=CallFilter,
    empty_title=_("No calls are loaded yet"),
    empty_text=_(
        "Import an export of your switch: call by call, interval statistics or Asterisk's queue_log."
    ),
    keyset=True,
    sums=sums_of,
    sums_when_asked=True,
    export_subject="telephony.call",
    definitions=(
        (_("Offered"), _("Answered and abandoned calls. Records not counted are left out.")),
        (_("Wait"), _("Seconds in the queue, until answered or given up.")),
        (_("Customer"), _("Masked; seeing the whole number needs a reason and goes on record.")),
    ),
)
