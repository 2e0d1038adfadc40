"""What the rulebook says about webhooks: attempts, how long, and when an endpoint is switched off."""

import datetime

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.integrations.webhooks.rules import Policy
from callcenter.people.models import Site
from callcenter.rulebook.registry import Kind, Rule
from callcenter.rulebook.values import value

BY = frozenset({PostCode.DIRECTOR, PostCode.CENTER_MANAGER, PostCode.SYSADMIN})

RULES = (
    Rule(
        "webhooks.first_wait",
        Kind.DURATION,
        datetime.timedelta(seconds=30),
        _("A webhook that failed is tried again after %(value)s, then after twice as long each time."),
        minimum=datetime.timedelta(seconds=1),
        maximum=datetime.timedelta(hours=1),
        editable_by=BY,
    ),
    Rule(
        "webhooks.longest_wait",
        Kind.DURATION,
        datetime.timedelta(hours=1),
        _("Between two attempts of a webhook lie at most %(value)s."),
        minimum=datetime.timedelta(seconds=1),
        maximum=datetime.timedelta(hours=12),
        editable_by=BY,
    ),
    Rule(
        "webhooks.give_up_after",
        Kind.INTEGER,
        24,
        _("A webhook that nobody takes is given up after %(value)s."),
        unit="hour",
        minimum=1,
        maximum=168,
        editable_by=BY,
    ),
    Rule(
        "webhooks.timeout",
        Kind.INTEGER,
        10,
        _("A webhook waits %(value)s for its answer."),
        unit="s",
        minimum=1,
        maximum=30,
        editable_by=BY,
    ),
    Rule(
        "webhooks.disable_after",
        Kind.INTEGER,
        5,
        _("A webhook that has only failed for %(value)s is switched off."),
        unit="day",
        minimum=1,
        maximum=60,
        editable_by=BY,
    ),
    Rule(
        "webhooks.overlap",
        Kind.INTEGER,
        24,
        _("When its secret is changed, a webhook is signed with the old one too for %(value)s."),
        unit="hour",
        minimum=0,
        maximum=168,
        editable_by=BY,
    ),
    Rule(
        "webhooks.keep_days",
        Kind.INTEGER,
        30,
        _("Deliveries of webhooks are kept for %(value)s."),
        unit="day",
        minimum=2,
        maximum=3650,
        editable_by=BY,
    ),
)


def policy(site: Site) -> Policy:
    """The waits at the site, as of today."""
    return Policy(
        first_wait=value("webhooks.first_wait", site),
        longest_wait=value("webhooks.longest_wait", site),
        give_up_after=datetime.timedelta(hours=value("webhooks.give_up_after", site)),
        disable_after=datetime.timedelta(days=value("webhooks.disable_after", site)),
    )
