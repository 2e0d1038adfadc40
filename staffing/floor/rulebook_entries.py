"""Rules of the floor (domain §4.7–4.9, §13 break.*)."""

import datetime

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule


def _minutes(
    key: str, default: int, sentence: object, source: str = OUR_DEFAULT, low: int = 0, high: int = 240
) -> Rule:
    return Rule(key, Kind.INTEGER, default, sentence, source, unit="min", minimum=low, maximum=high)  # type: ignore[arg-type]


ENTRIES = [
    Rule(
        "floor.look_ahead_hours",
        Kind.INTEGER,
        2,
        _("Today’s floor shows shifts up to %(value)s before they start."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=12,
    ),
    _minutes(
        "floor.off_soon_minutes", 30, _("Who has at most %(value)s left is shown as off soon."), high=120
    ),
    Rule(
        "floor.refresh_seconds",
        Kind.INTEGER,
        20,
        _("Today’s floor and the break board look for news every %(value)s seconds."),
        OUR_DEFAULT,
        minimum=5,
        maximum=300,
    ),
    Rule(
        "break.max_simultaneous_pct",
        Kind.INTEGER,
        10,
        _("At most %(value)s of a team’s people are away at the same time, at least one."),
        OUR_DEFAULT,
        unit="%",
        minimum=1,
        maximum=100,
    ),
    _minutes(
        "break.short_per_4h",
        15,
        _("Each four hours of a shift bring %(value)s of short rest."),
        "P71",
        high=60,
    ),
    _minutes(
        "break.meal_minutes",
        60,
        _("A meal lasts %(value)s where the shift says nothing else."),
        "P03",
        10,
        120,
    ),
    Rule(
        "break.meal_from_hours",
        Kind.INTEGER,
        6,
        _("Shifts from %(value)s on have a meal."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=24,
    ),
    Rule(
        "break.meal_waves",
        Kind.INTEGER,
        2,
        _("Meals are suggested in %(value)s waves, one after the other; 0: at any time."),
        "P03",
        unit="count",
        minimum=0,
        maximum=6,
    ),
    Rule(
        "break.meal_waves_from",
        Kind.TIME,
        datetime.time(11, 30),
        _("The first wave of meals begins at %(value)s; the others follow when a meal is over."),
        "P03",
    ),
    Rule(
        "break.longest_work_hours",
        Kind.INTEGER,
        4,
        _("No break is moved so that somebody works more than %(value)s without one."),
        "P71",
        unit="hour",
        minimum=1,
        maximum=12,
    ),
    _minutes(
        "break.edge_minutes", 60, _("No break is suggested in the first and last %(value)s of a shift.")
    ),
    _minutes(
        "break.overrun_minutes",
        2,
        _("Who comes back more than %(value)s too late from a break is off post."),
        high=30,
    ),
    _minutes("break.room_limit_minutes", 15, _("A short rest lasts at most %(value)s."), "S2E-13", 5, 60),
    _minutes(
        "handover.relief_window_minutes",
        60,
        _("The relief is who begins at most %(value)s before or after the end of the shift."),
        "S2E-18",
        5,
    ),
    _minutes(
        "handover.sign_minutes",
        30,
        _("Both have signed the handover %(value)s after the change of shifts."),
        "S2E-20",
    ),
    _minutes(
        "handover.remind_minutes", 15, _("The outgoing leader is reminded %(value)s before that."), high=120
    ),
    _minutes(
        "dutylog.sign_minutes", 30, _("The duty log is signed %(value)s after the end of the shift."), "S2F-9"
    ),
    _minutes(
        "dutylog.remind_minutes", 15, _("Who keeps the duty log is reminded %(value)s before that."), high=120
    ),
]
