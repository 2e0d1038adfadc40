"""The models of this room."""

from complaints.liability.judging.models import Liability, LossKind, LossLine, Penalty, Responsible
from complaints.liability.notices.models import NoticeKind, NoticeState, PenaltyNotice
from complaints.liability.personnel.models import PersonnelNotice, PersonnelState
from complaints.liability.reviews.models import Review, ReviewLine, Verdict

__all__ = [
    "Liability",
    "LossKind",
    "LossLine",
    "NoticeKind",
    "NoticeState",
    "Penalty",
    "PenaltyNotice",
    "PersonnelNotice",
    "PersonnelState",
    "Responsible",
    "Review",
    "ReviewLine",
    "Verdict",
]
