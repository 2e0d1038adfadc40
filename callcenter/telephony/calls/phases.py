"""A call cut into its phases, to scale."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.telephony.facts.models import Call

SMALLEST = 0.6  # per cent: shorter phases still show


@dataclass(frozen=True)
class Phase:
    """One stretch of a call: where its bar begins and how wide it is, in per cent of the whole."""

    key: str
    label: str | Promise
    seconds: int
    start: float
    width: float


def phases_of(call: Call) -> list[Phase]:
    """IVR, wait (ring within it), talk, hold, after-call work; those without length are left out."""
    parts = [
        ("ivr", _("IVR"), call.ivr_seconds),
        ("wait", _("Wait"), call.wait_seconds),
        ("talk", _("Talk"), call.talk_seconds),
        ("hold", _("Hold"), call.hold_seconds),
        ("acw", _("After-call work"), call.acw_seconds),
    ]
    whole = sum(seconds for _key, _label, seconds in parts)
    found, start = [], 0.0
    for key, label, seconds in parts:
        if seconds:
            width = seconds * 100 / whole
            found.append(Phase(key, label, seconds, round(start, 2), round(max(width, SMALLEST), 2)))
            start += width
    return found
