"""Rules of this room: the manual names the papers, the times are ours."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

ENTRIES = [
    Rule(
        "complaint.execution_days",
        Kind.INTEGER,
        14,
        _("A remedy that the customer accepted is carried out within %(value)s."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=180,
    ),
    Rule(
        "complaint.execution_remind_days",
        Kind.INTEGER,
        3,
        _("Whose turn it is with a remedy is reminded %(value)s before it is due."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=30,
    ),
    Rule(
        "complaint.execution_escalate_days",
        Kind.INTEGER,
        3,
        _(
            "The center manager and the deputy GM hear of a remedy that is not carried out %(value)s after it was due."
        ),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=60,
    ),
    Rule(
        "complaint.receivable_days",
        Kind.INTEGER,
        30,
        _(
            "The normal payment term: after a complaint that is not upheld the invoice is collected within %(value)s."
        ),
        "S2A-33",
        unit="day",
        minimum=1,
        maximum=365,
    ),
    Rule(
        "complaint.receivable_remind_days",
        Kind.INTEGER,
        5,
        _("The salesperson is reminded %(value)s before a receivable is due."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=60,
    ),
]
