"""What the rulebook says about complaints that come in by themselves: web form and e-mail."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule


def _number(key: str, default: int, sentence: object, unit: str, least: int, most: int) -> Rule:
    return Rule(
        f"intake.{key}",
        Kind.INTEGER,
        default,
        sentence,  # type: ignore[arg-type]
        OUR_DEFAULT,
        unit=unit,
        minimum=least,
        maximum=most,
    )


ENTRIES = (
    Rule(
        "intake.web_open",
        Kind.BOOLEAN,
        True,
        _("Customers may send complaints by the web form: %(value)s."),
        OUR_DEFAULT,
    ),
    _number(
        "web_per_hour",
        10,
        _("The web form takes at most %(value)s complaints an hour from one address or one phone number."),
        "count",
        1,
        1000,
    ),
    _number("link_days", 180, _("The secret address of a complaint is open for %(value)s."), "day", 1, 3650),
    _number(
        "words_per_day",
        10,
        _("A customer may write at most %(value)s messages a day on the page of their complaint."),
        "count",
        1,
        200,
    ),
    _number(
        "mail_max_mb",
        30,
        _("Files of one e-mail are kept up to %(value)s MB together; its text always is."),
        "count",
        1,
        100,
    ),
    _number(
        "acknowledgements_per_hour",
        3,
        _("One e-mail address gets at most %(value)s confirmations an hour."),
        "count",
        0,
        100,
    ),
    _number(
        "grace_days",
        14,
        _(
            "What a customer writes within %(value)s after the end of a complaint belongs to it; later it is a new one."
        ),
        "day",
        0,
        365,
    ),
    _number("keep_raw_days", 1095, _("Inbound messages are kept for %(value)s."), "day", 365, 3650),
)
