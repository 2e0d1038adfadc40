"""Rules of swaps, covers, open shifts and offers (domain §13 swap.*)."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule
from staffing.roster.limits import Weight

ENTRIES = [
    Rule(
        "swap.max_per_month",
        Kind.INTEGER,
        2,
        _("Each person may ask for %(value)s swaps in a calendar month; a swap and its return are one."),
        "S2E-33",
        minimum=0,
        maximum=31,
    ),
    Rule(
        "swap.count_counterparty",
        Kind.BOOLEAN,
        False,
        _("A swap counts for the colleague who agreed to it as well: %(value)s."),
        OUR_DEFAULT,
    ),
    Rule(
        "swap.skill_level_tolerance",
        Kind.INTEGER,
        1,
        _("The skill levels of two who swap are at most %(value)s apart."),
        "S2E-34",
        minimum=0,
        maximum=4,
    ),
    Rule(
        "swap.min_notice_hours",
        Kind.INTEGER,
        24,
        _("A swap or a cover is asked for at least %(value)s before the earlier shift."),
        OUR_DEFAULT,
        unit="hour",
        minimum=0,
        maximum=336,
    ),
    Rule(
        "swap.check_coverage",
        Kind.CHOICE,
        Weight.BLOCK.value,
        _(
            "A swap, a cover or time off that leaves a shift without a shift leader, or with fewer people than needed: %(value)s."
        ),
        OUR_DEFAULT,
        choices=(
            (Weight.BLOCK.value, _("it is refused")),
            (Weight.WARN.value, _("a warning is shown")),
            (Weight.OFF.value, _("nothing is checked")),
        ),
    ),
    Rule(
        "swap.answer_hours",
        Kind.INTEGER,
        24,
        _("A colleague who is asked for a swap answers within %(value)s, and before the shift begins."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=336,
    ),
    Rule(
        "swap.answer_remind_hours",
        Kind.INTEGER,
        4,
        _("A colleague who is asked for a swap is reminded %(value)s before the answer is due."),
        OUR_DEFAULT,
        unit="hour",
        minimum=0,
        maximum=72,
    ),
    Rule(
        "swap.candidate_days",
        Kind.INTEGER,
        7,
        _("Shifts of colleagues are offered for a swap up to %(value)s before and after one’s own."),
        OUR_DEFAULT,
        unit="day",
        minimum=0,
        maximum=31,
    ),
    Rule(
        "swap.claim_notice_hours",
        Kind.INTEGER,
        2,
        _("A cover, an open shift or an offer is taken at least %(value)s before it begins."),
        OUR_DEFAULT,
        unit="hour",
        minimum=0,
        maximum=168,
    ),
]
