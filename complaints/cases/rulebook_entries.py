"""What the rulebook says about complaints (domain §13)."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import Kind, Rule
from complaints.cases.numbers import is_format


def _days(name: str, default: int, sentence: object, source: str = "our default", *, least: int = 0) -> Rule:
    return Rule(
        f"complaint.{name}",
        Kind.INTEGER,
        default,
        sentence,  # type: ignore[arg-type]
        source,
        unit="day",
        minimum=least,
        maximum=365,
    )


def _hours(name: str, default: int, sentence: object, source: str = "our default") -> Rule:
    return Rule(
        f"complaint.{name}",
        Kind.INTEGER,
        default,
        sentence,  # type: ignore[arg-type]
        source,
        unit="hour",
        minimum=0,
        maximum=720,
    )


def _percent(name: str, default: int, sentence: object, source: str = "our default") -> Rule:
    return Rule(
        f"complaint.{name}",
        Kind.INTEGER,
        default,
        sentence,  # type: ignore[arg-type]
        source,
        unit="%",
        minimum=0,
        maximum=100,
    )


ENTRIES = (
    _days(
        "sla_days",
        6,
        _("A complaint is closed within %(value)s of its acceptance, by the end of the last day."),
        "S2A-34",
        least=1,
    ),
    Rule(
        "complaint.sla_calendar",
        Kind.CHOICE,
        "calendar",
        _("The days of a complaint are counted as %(value)s."),
        "S2A-34",
        choices=(("calendar", _("calendar days")), ("working", _("working days"))),
    ),
    _days(
        "report_days",
        3,
        _("The report is handed to the deputy GM within %(value)s, never after the complaint is due."),
        "S2A-26",
    ),
    Rule(
        "complaint.report_clock_start",
        Kind.CHOICE,
        "investigation_end",
        _("The days of the report are counted from the %(value)s."),
        "S2A-26",
        choices=(
            ("investigation_end", _("end of the investigation")),
            ("acceptance", _("acceptance of the complaint")),
        ),
    ),
    _days(
        "serious_close_days",
        3,
        _("An especially serious complaint is closed within %(value)s of its acceptance."),
        "S2A-15",
        least=1,
    ),
    _days(
        "serious_report_days",
        1,
        _("The report on an especially serious complaint is handed in within %(value)s."),
        "S2A-15",
    ),
    _days(
        "step_register_days", 0, _("A complaint is registered and acknowledged within %(value)s."), "S2A-35"
    ),
    _hours(
        "hotline_register_hours",
        2,
        _("A complaint from the hotline is acknowledged within %(value)s of its acceptance."),
    ),
    _days("step_marketing_days", 1, _("Marketing checks order and demand within %(value)s."), "S2A-35"),
    _days("step_investigation_days", 3, _("The cause is investigated within %(value)s."), "S2A-35"),
    _days("step_report_days", 5, _("The report is planned for day %(value)s."), "S2A-35"),
    _days("step_decision_days", 5, _("The decision is planned for day %(value)s."), "S2A-35"),
    _hours(
        "remind_before_hours", 24, _("People are reminded %(value)s before a step or a complaint is due.")
    ),
    _hours(
        "undecided_notice_hours",
        24,
        _(
            "The center manager and the deputy GM hear of a complaint that is undecided %(value)s before it is due."
        ),
    ),
    Rule(
        "complaint.overdue_first_again",
        Kind.DURATION,
        datetime.timedelta(days=1),
        _("People hear again of what is overdue %(value)s after its deadline."),
    ),
    Rule(
        "complaint.chase_every",
        Kind.DURATION,
        datetime.timedelta(days=1),
        _("Who is late with a step is chased every %(value)s."),
        "S2A-16",
    ),
    Rule(
        "complaint.overdue_notice_every",
        Kind.DURATION,
        datetime.timedelta(days=1),
        _("The deputy GM hears of an overdue complaint every %(value)s."),
    ),
    _days("overdue_gm_days", 3, _("The GM hears of a complaint that is overdue by more than %(value)s.")),
    Rule(
        "complaint.number_format",
        Kind.TEXT,
        "KS-{yyyymm}-{seq:04}",
        _("Complaints are numbered %(value)s, without a gap."),
        "S2A-18",
        fits=is_format,
        form=_("the running number {seq:04} once, {yyyymm} or {yyyy}, and if you like {mm} and {site}."),
    ),
    Rule(
        "complaint.tier1_max",
        Kind.DECIMAL,
        Decimal(500),
        _("The service manager approves remedies up to %(value)s."),
        "S2A-36",
        minimum=Decimal(0),
    ),
    Rule(
        "complaint.tier2_max",
        Kind.DECIMAL,
        Decimal(5000),
        _("The deputy GM approves remedies up to %(value)s; the GM those above."),
        "S2A-36",
        minimum=Decimal(0),
    ),
    _days(
        "split_days",
        30,
        _(
            "Remedies of one customer within %(value)s, and of a chain of forms, count together for the approval."
        ),
    ),
    Rule(
        "complaint.pause_allowed",
        Kind.BOOLEAN,
        False,
        _("The clock of a complaint may stand still while we wait for the customer: %(value)s."),
    ),
    Rule(
        "complaint.pause_cap",
        Kind.DURATION,
        datetime.timedelta(days=3),
        _("Waiting for the customer stops the clock for at most %(value)s in all."),
    ),
    Rule(
        "complaint.serious_group",
        Kind.INTEGER,
        3,
        _("A complaint of a group of %(value)s customers or more is especially serious."),
        unit="count",
        minimum=2,
        maximum=1000,
    ),
    _days(
        "repeated_days",
        90,
        _("A second complaint of the customer on the same cause within %(value)s is especially serious."),
    ),
    Rule(
        "complaint.regulatory_clock",
        Kind.CHOICE,
        "off",
        _("Deadlines of the regulator beside our own: %(value)s."),
        "P54",
        choices=(
            ("off", _("none")),
            ("insurance", _("insurance: 15, 30, 60 days")),
            ("finance", _("finance: 3 business days, 8 weeks")),
        ),
    ),
    _days(
        "regulatory_simple_days",
        15,
        _("A regulated complaint is answered within %(value)s of its receipt."),
        "P54",
        least=1,
    ),
    _days(
        "regulatory_complex_days",
        30,
        _("A complex one, with approval, within %(value)s of its receipt."),
        "P54",
        least=1,
    ),
    _days(
        "regulatory_special_days",
        60,
        _("A special one, with a second approval, within %(value)s of its receipt."),
        "P54",
        least=1,
    ),
    _days(
        "regulatory_summary_days",
        3,
        _(
            "A complaint that is settled summarily is settled by the end of business day %(value)s after its receipt."
        ),
        "DISP 1.5",
        least=1,
    ),
    _days(
        "regulatory_final_days",
        56,
        _("The final response is sent within %(value)s of the receipt."),
        "DISP 1.6.2",
        least=1,
    ),
    _percent(
        "closed_on_time_percent", 95, _("At least %(value)s of the complaints are closed by their deadline.")
    ),
    _percent(
        "report_on_time_percent",
        100,
        _("At least %(value)s of the reports on complaints are handed in by their deadline."),
        "S2A-26",
    ),
)
