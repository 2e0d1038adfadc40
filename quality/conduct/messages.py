"""What people are told of conduct."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "conduct.recorded",
        _("Something of you was recorded"),
        _("%(number)s: %(item)s. You may say a word to it until %(until)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="gavel",
    ),
    Kind(
        "conduct.to_confirm",
        _("A conduct record waits for your word"),
        _("%(number)s: %(name)s, %(item)s."),
        is_for_teams=False,
        icon="gavel",
    ),
    Kind(
        "conduct.stated",
        _("There is a statement on a conduct record"),
        _("%(number)s: %(name)s has made a statement on %(item)s."),
        is_for_teams=False,
        icon="message-circle",
    ),
    Kind(
        "conduct.decided",
        _("A conduct record of yours is decided"),
        _("%(number)s: %(item)s, %(points)s points. You may contest it until %(until)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="gavel",
    ),
    Kind(
        "conduct.ended",
        _("A conduct record of yours is off the table"),
        _("%(number)s: %(item)s – %(state)s."),
        is_for_teams=False,
        icon="gavel",
    ),
    Kind(
        "conduct.money_closed",
        _("Points of a month are turned into money"),
        _("Month from %(month)s: %(points)s points, %(amount)s deducted."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="receipt",
    ),
    Kind(
        "conduct.contested",
        _("A contest waits for your decision"),
        _("%(number)s: %(name)s contests %(item)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="gavel",
    ),
    Kind(
        "conduct.contest_decided",
        _("A contest is decided"),
        _("%(number)s: %(item)s – %(outcome)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="gavel",
    ),
)
