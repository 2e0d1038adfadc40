"""Requests, their steps, what is to be told afterwards, and escalations."""

from callcenter.approvals.escalations.models import Escalation
from callcenter.approvals.requests.models import FollowUp, Request, Step

__all__ = ["Escalation", "FollowUp", "Request", "Step"]
