"""The models of this room."""

from complaints.workorders.coordination.models import (
    CoordinationMeeting,
    CoordinationRequest,
    CoordinationState,
    PlanItem,
    Way,
)
from complaints.workorders.monitoring.models import FocusAlert, FocusReason
from complaints.workorders.orders.models import SUBJECT, Category, CustomerReply, OrderEvent, WorkOrder
from complaints.workorders.tickets.models import FeedbackSlip, OrderChase, TransferTicket

__all__ = [
    "SUBJECT",
    "Category",
    "CoordinationMeeting",
    "CoordinationRequest",
    "CoordinationState",
    "CustomerReply",
    "FeedbackSlip",
    "FocusAlert",
    "FocusReason",
    "OrderChase",
    "OrderEvent",
    "PlanItem",
    "TransferTicket",
    "Way",
    "WorkOrder",
]
