"""The telephony measures of domain §2.2 over the base counts of calls, queue intervals and agent states.

Each service-level variant is a measure of its own: no chart and no column mixes two.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.measures.registry import Base, Combine, Good, Measure, Unit
from callcenter.measures.targets import SHORT_ABANDON_SECONDS, SL_SECONDS

BASES = (
    Base("offered", _("Offered"), help=_("Answered and abandoned calls. Records not counted are left out.")),
    Base("answered", _("Answered")),
    Base("answered_in_target", _("Answered in time"), help=_("Answered after waiting at most T seconds.")),
    Base("abandoned", _("Abandoned"), help=_("The caller hung up while waiting.")),
    Base("short_abandoned", _("Short abandons"), help=_("Abandoned after waiting at most S seconds.")),
    Base("abandoned_in_target", _("Abandoned in time"), help=_("Abandoned after waiting at most T seconds.")),
    Base(
        "ignored",
        _("Not counted"),
        help=_("Records that the switch marks to be ignored (phantom calls); counted apart, not offered."),
    ),
    Base("wait_answered_seconds", _("Waiting time of answered calls"), Unit.SECONDS),
    Base("wait_abandoned_seconds", _("Waiting time of abandoned calls"), Unit.SECONDS),
    Base("longest_wait_seconds", _("Longest wait"), Unit.SECONDS, Combine.MAX),
    Base("talk_seconds", _("Talk time"), Unit.SECONDS),
    Base("hold_seconds", _("Hold time"), Unit.SECONDS),
    Base("acw_seconds", _("After-call work"), Unit.SECONDS),
    Base("state_talk_seconds", _("Talking (agent state)"), Unit.SECONDS),
    Base("state_hold_seconds", _("Holding (agent state)"), Unit.SECONDS),
    Base("state_acw_seconds", _("After-call work (agent state)"), Unit.SECONDS),
    Base("state_idle_seconds", _("Ready and idle (agent state)"), Unit.SECONDS),
    Base("login_seconds", _("Logged in"), Unit.SECONDS),
)
BASE_NAMES = tuple(base.name for base in BASES)

READY = {"state_talk_seconds": 1, "state_hold_seconds": 1, "state_acw_seconds": 1, "state_idle_seconds": 1}
HANDLING = {"talk_seconds": 1, "hold_seconds": 1, "acw_seconds": 1}


def _count(key: str, label: str | Promise, base: str, good: Good = Good.NEITHER) -> Measure:
    return Measure(
        f"telephony.{key}",
        label,
        label,
        Unit.COUNT,
        {base: 1},
        {},
        good,
        source="domain §2.2",
    )


COUNTS = (
    _count("offered", _("Offered"), "offered"),
    _count("answered", _("Answered"), "answered"),
    _count("abandoned", _("Abandoned"), "abandoned", Good.LOWER),
    _count("short_abandoned", _("Short abandons"), "short_abandoned"),
    _count("ignored", _("Not counted"), "ignored"),
    _count("handled", _("Handled"), "answered"),
)

TIMES = tuple(
    Measure(f"telephony.{key}", label, label, Unit.SECONDS, numerator, {}, source="domain §2.2")
    for key, label, numerator in (
        ("talk_time", _("Talk time"), {"talk_seconds": 1}),
        ("handling_time", _("Handling time"), HANDLING),
        ("login_time", _("Logged in"), {"login_seconds": 1}),
    )
)

SERVICE_LEVELS = {
    # value of kpi.sl_denominator: the measure that is the site's headline
    "offered": Measure(
        "telephony.service_level",
        _("Service level (%(seconds)s s)"),
        _("answered in T ÷ offered × 100"),
        Unit.PERCENT,
        {"answered_in_target": 1},
        {"offered": 1},
        Good.HIGHER,
        target="kpi.sl_target",
        alarm="kpi.sl_alarm",
        seconds=SL_SECONDS,
        source="P45, P39",
        help=_("Abandoned calls stay in the denominator. Variant (a), the default."),
    ),
    "offered_less_short": Measure(
        "telephony.service_level_less_short",
        _("Service level (%(seconds)s s), without short abandons"),
        _("answered in T ÷ (offered − short abandons) × 100"),
        Unit.PERCENT,
        {"answered_in_target": 1},
        {"offered": 1, "short_abandoned": -1},
        Good.HIGHER,
        target="kpi.sl_target",
        alarm="kpi.sl_alarm",
        seconds=SL_SECONDS,
        variant_of="telephony.service_level",
        variant="b",
        source="P45",
    ),
    "answered": Measure(
        "telephony.service_level_of_answered",
        _("Service level (%(seconds)s s), of answered calls"),
        _("answered in T ÷ answered × 100"),
        Unit.PERCENT,
        {"answered_in_target": 1},
        {"answered": 1},
        Good.HIGHER,
        target="kpi.sl_target",
        alarm="kpi.sl_alarm",
        seconds=SL_SECONDS,
        variant_of="telephony.service_level",
        variant="c",
        source="P39, P43",
        help=_("Callers who gave up do not count: this variant looks better the more of them there are."),
    ),
    "with_abandoned": Measure(
        "telephony.service_level_with_abandoned",
        _("Service level (%(seconds)s s), abandoned in time included"),
        _("(answered in T + abandoned in T) ÷ offered × 100"),
        Unit.PERCENT,
        {"answered_in_target": 1, "abandoned_in_target": 1},
        {"offered": 1},
        Good.HIGHER,
        target="kpi.sl_target",
        alarm="kpi.sl_alarm",
        seconds=SL_SECONDS,
        variant_of="telephony.service_level",
        variant="d",
        source="P43, P44",
    ),
}

RATES = (
    Measure(
        "telephony.connect_rate",
        _("Connect rate"),
        _("answered ÷ offered × 100"),
        Unit.PERCENT,
        {"answered": 1},
        {"offered": 1},
        Good.HIGHER,
        target="kpi.connect_target",
        alarm="kpi.connect_alarm",
        source="P39, P51",
    ),
    Measure(
        "telephony.loss_rate",
        _("Loss rate"),
        _("100 − connect rate = (offered − answered) ÷ offered × 100"),
        Unit.PERCENT,
        {"offered": 1, "answered": -1},
        {"offered": 1},
        Good.LOWER,
        source="P39",
        help=_("The other side of the connect rate, which carries the target."),
    ),
    Measure(
        "telephony.abandon_rate",
        _("Abandon rate"),
        _("(abandoned − short abandons) ÷ (offered − short abandons) × 100"),
        Unit.PERCENT,
        {"abandoned": 1, "short_abandoned": -1},
        {"offered": 1, "short_abandoned": -1},
        Good.LOWER,
        target="kpi.abandon_target",
        alarm="kpi.abandon_alarm",
        seconds=SHORT_ABANDON_SECONDS,
        source="P41, P42",
        help=_("Callers who hung up within S seconds are left out on both sides."),
    ),
    Measure(
        "telephony.abandon_rate_simple",
        _("Abandon rate, short abandons included"),
        _("abandoned ÷ offered × 100"),
        Unit.PERCENT,
        {"abandoned": 1},
        {"offered": 1},
        Good.LOWER,
        variant_of="telephony.abandon_rate",
        variant="simple",
        source="P43",
    ),
    Measure(
        "telephony.asa",
        _("Average speed of answer"),
        _("waiting time of answered calls ÷ answered"),
        Unit.SECONDS,
        {"wait_answered_seconds": 1},
        {"answered": 1},
        Good.LOWER,
        target="kpi.asa_target",
        alarm="kpi.asa_alarm",
        source="P50, P45",
    ),
    Measure(
        "telephony.average_abandon_time",
        _("Average time to abandon"),
        _("waiting time of abandoned calls ÷ abandoned"),
        Unit.SECONDS,
        {"wait_abandoned_seconds": 1},
        {"abandoned": 1},
        source="P43, P49",
    ),
    Measure(
        "telephony.att",
        _("Average talk time"),
        _("talk time ÷ answered"),
        Unit.SECONDS,
        {"talk_seconds": 1},
        {"answered": 1},
        source="P39",
    ),
    Measure(
        "telephony.aht",
        _("Average handling time"),
        _("(talk + hold + after-call work) ÷ answered"),
        Unit.SECONDS,
        HANDLING,
        {"answered": 1},
        source="P45, P43",
        help=_("Ring and transfer time are left out."),
    ),
    Measure(
        "telephony.acw",
        _("Average after-call work"),
        _("after-call work ÷ answered"),
        Unit.SECONDS,
        {"acw_seconds": 1},
        {"answered": 1},
        Good.LOWER,
        target="kpi.acw_target",
        source="P49",
    ),
    Measure(
        "telephony.occupancy",
        _("Occupancy"),
        _("(talk + hold + after-call work) ÷ (talk + hold + after-call work + idle) × 100"),
        Unit.PERCENT,
        {"state_talk_seconds": 1, "state_hold_seconds": 1, "state_acw_seconds": 1},
        READY,
        Good.WITHIN,
        target="kpi.occupancy_target",
        alarm="kpi.occupancy_alarm",
        floor="kpi.occupancy_floor",
        source="P46, P50",
        help=_("All four times come from agent states; without them there is no occupancy."),
    ),
    Measure(
        "telephony.line_occupancy",
        _("Line occupancy"),
        _("(talk + hold) ÷ (talk + hold + idle) × 100"),
        Unit.PERCENT,
        {"state_talk_seconds": 1, "state_hold_seconds": 1},
        {"state_talk_seconds": 1, "state_hold_seconds": 1, "state_idle_seconds": 1},
        variant_of="telephony.occupancy",
        variant="line",
        source="P50",
        help=_("After-call work is left out on both sides."),
    ),
    Measure(
        "telephony.longest_wait",
        _("Longest wait"),
        _("the longest wait of an offered call; a maximum, so it is never summed or averaged"),
        Unit.SECONDS,
        {},
        {},
        Good.LOWER,
        maximum_of="longest_wait_seconds",
        counted_by="offered",
        source="domain §8.3",
    ),
)

MEASURES = (*COUNTS, *TIMES, *SERVICE_LEVELS.values(), *RATES)
