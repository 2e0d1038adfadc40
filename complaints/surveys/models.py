"""Every table of this room."""

from complaints.surveys.callbacks.models import Attempt, Callback, CallbackState, Reach
from complaints.surveys.campaigns.models import Campaign, CampaignState, Repeats
from complaints.surveys.ratings.models import (
    SUBJECT,
    Grade,
    Invitation,
    InvitationState,
    MailState,
    Response,
    Way,
)

__all__ = [
    "SUBJECT", "Attempt", "Callback", "CallbackState", "Campaign", "CampaignState", "Grade", "Invitation",
    "InvitationState", "MailState", "Reach", "Repeats", "Response", "Way",
]  # fmt: skip
