"""The kind of request that an escalation is: how far up, what is shown beside the answer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.approvals.escalations import services
from callcenter.approvals.escalations.models import KIND
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from callcenter.rulebook.registry import Kind as ValueKind
from callcenter.rulebook.registry import Rule
from callcenter.rulebook.values import value

UNTIL = "approvals.escalation_until"
UNTIL_RULE = Rule(
    UNTIL,
    ValueKind.CHOICE,
    PostCode.DIRECTOR.value,
    _("A report that nobody below answers goes up to this post: %(value)s."),
    source="S2E-2",
    choices=tuple(
        (post.value, post.label)
        for post in (PostCode.SHIFT_LEADER, PostCode.DIRECTOR, PostCode.CENTER_MANAGER)
    ),
)


def target(escalation: Any) -> Target:
    """Up to the post that the rulebook names for the site; an emergency at least one level past the direct superior."""
    until = PostCode(value(UNTIL, escalation.site, on=escalation.site.today()))
    return Target(until, levels=2 if escalation.is_urgent else 1)


def facts(escalation: Any) -> Facts:
    """What happened, what is asked; the instruction once there is one."""
    yield _("The situation"), escalation.situation
    if escalation.question:
        yield _("What is asked"), escalation.question
    if escalation.instructed_at:
        yield _("Instruction"), escalation.instruction


ESCALATION = Kind(
    KIND,
    _("Report to the superior"),
    target=target,
    facts=facts,
    on_approved=services.keep_instruction,
    is_report=True,
    icon="send",
)
