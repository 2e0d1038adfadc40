"""The kpi.* entries of the rulebook: thresholds that measures are counted and judged by (domain §2.3, §13).

`source` says where the default comes from: P45 and the like are public sources, listed in the domain notes.
"""

from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

SL_SECONDS = "kpi.sl_seconds"
SHORT_ABANDON_SECONDS = "kpi.short_abandon_seconds"
SL_DENOMINATOR = "kpi.sl_denominator"
COUNTED_WITH = (SL_SECONDS, SHORT_ABANDON_SECONDS)  # day sums rest on these: a change makes past days stale


def _percent(key: str, default: int, sentence: str | Promise, source: str = OUR_DEFAULT) -> Rule:
    return Rule(
        key,
        Kind.DECIMAL,
        Decimal(default),
        sentence,
        source,
        unit="%",
        minimum=Decimal(0),
        maximum=Decimal(100),
    )


def _seconds(
    key: str, default: int, sentence: str | Promise, source: str = OUR_DEFAULT, maximum: Any = 3600
) -> Rule:
    return Rule(key, Kind.INTEGER, default, sentence, source, unit="s", minimum=0, maximum=maximum)


RULES = (
    _seconds(SL_SECONDS, 20, _("A call answered within %(value)s counts for the service level."), "P45"),
    _seconds(
        SHORT_ABANDON_SECONDS,
        5,
        _(
            "A caller who hangs up within %(value)s is a short abandon and does not count in the abandon rate."
        ),
        "P45",
        maximum=120,
    ),
    Rule(
        SL_DENOMINATOR,
        Kind.CHOICE,
        "offered",
        _("The headline service level of the site is counted this way: %(value)s."),
        "P45",
        choices=(
            ("offered", _("(a) answered in time ÷ offered")),
            ("offered_less_short", _("(b) answered in time ÷ (offered − short abandons)")),
            ("answered", _("(c) answered in time ÷ answered")),
            ("with_abandoned", _("(d) (answered + abandoned in time) ÷ offered")),
        ),
    ),
    _percent("kpi.sl_target", 80, _("The service level should be at least %(value)s."), "P45"),
    _percent("kpi.sl_alarm", 70, _("A service level below %(value)s is an alarm.")),
    _percent("kpi.connect_target", 90, _("At least %(value)s of the offered calls should be answered.")),
    _percent("kpi.connect_alarm", 85, _("A connect rate below %(value)s is an alarm."), "P51"),
    _percent("kpi.abandon_target", 5, _("At most %(value)s of the callers should give up waiting.")),
    _percent("kpi.abandon_alarm", 10, _("An abandon rate above %(value)s is an alarm.")),
    _seconds("kpi.asa_target", 20, _("Answered callers should wait %(value)s on average at most.")),
    _seconds("kpi.asa_alarm", 60, _("An average wait above %(value)s is an alarm."), "P37"),
    _seconds("kpi.acw_target", 60, _("After-call work should take %(value)s on average at most."), "P49"),
    _percent("kpi.occupancy_floor", 70, _("Agents should be busy at least %(value)s of their ready time.")),
    _percent("kpi.occupancy_target", 85, _("Agents should be busy at most %(value)s of their ready time.")),
    _percent("kpi.occupancy_alarm", 90, _("An occupancy above %(value)s is an alarm."), "P46"),
)
