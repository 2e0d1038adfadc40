"""Surveys in words: masked customers, badges, what the third item asks about."""

from django.utils.translation import gettext_lazy as _

from complaints.surveys import sources
from complaints.surveys.callbacks.models import Callback, CallbackState
from complaints.surveys.campaigns.models import Campaign, CampaignState
from complaints.surveys.ratings.models import Grade, Invitation, InvitationState, MailState, Response

GRADE_COLOURS = {
    Grade.VERY_SATISFIED: "green",
    Grade.SATISFIED: "azure",
    Grade.ORDINARY: "yellow",
    Grade.POOR: "red",
    Grade.NOT_APPLICABLE: "grey",
}
INVITATION_COLOURS = {
    InvitationState.OPEN: "yellow",
    InvitationState.ANSWERED: "green",
    InvitationState.DECLINED: "grey",
    InvitationState.WITHDRAWN: "grey",
}
CALLBACK_COLOURS = {
    CallbackState.WAITING: "yellow",
    CallbackState.SATISFIED: "green",
    CallbackState.UNSATISFIED: "red",
    CallbackState.REPROCESSING: "azure",
    CallbackState.REOPENED: "azure",
    CallbackState.LET_REST: "grey",
    CallbackState.DECLINED: "grey",
    CallbackState.UNREACHABLE: "grey",
}
CAMPAIGN_COLOURS = {CampaignState.DRAFT: "grey", CampaignState.RUNNING: "green", CampaignState.ENDED: "grey"}
MAIL_COLOURS = {
    MailState.NONE: "grey",
    MailState.WAITING: "yellow",
    MailState.SENT: "green",
    MailState.FAILED: "red",
}


def verdict(response: Response) -> tuple[str, str]:
    """Satisfied or not, as a badge."""
    return (str(_("Satisfied")), "green") if response.is_satisfied else (str(_("Unsatisfied")), "red")


def grade(response: Response, item: str) -> tuple[str, str]:
    """The grade of an item as a badge."""
    label = getattr(response, f"get_{item}_display")()
    return label, GRADE_COLOURS[Grade(getattr(response, item))]


def invitation_state(invitation: Invitation) -> tuple[str, str]:
    """The state as a badge."""
    return invitation.get_state_display(), INVITATION_COLOURS[InvitationState(invitation.state)]


def mail_state(invitation: Invitation) -> tuple[str, str]:
    """Where its letter stands, as a badge."""
    return invitation.get_mail_state_display(), MAIL_COLOURS[MailState(invitation.mail_state)]


def callback_state(callback: Callback) -> tuple[str, str]:
    """The state as a badge."""
    return callback.get_state_display(), CALLBACK_COLOURS[CallbackState(callback.state)]


def campaign_state(campaign: Campaign) -> tuple[str, str]:
    """The state as a badge."""
    return campaign.get_state_display(), CAMPAIGN_COLOURS[CampaignState(campaign.state)]


def item_words(kind: str) -> dict[str, tuple[object, object]]:
    """What the customer is asked: each item with its question; the third by whether somebody came."""
    timely = (
        (_("Arrival"), _("Did we come when we said?"))
        if sources.is_visit(kind)
        else (_("Response time"), _("Did we answer and act quickly enough?"))
    )
    return {
        "attitude": (_("Attitude"), _("Were we friendly and attentive?")),
        "technique": (_("Know-how"), _("Did we know what we were doing?")),
        "timeliness": timely,
        "promises": (_("Promises kept"), _("Did we do what we promised?")),
    }
