"""Queues, call types, switch agents, calls and interval sums."""

from callcenter.telephony.facts.models import (
    AgentInterval,
    Call,
    CallType,
    DayLoad,
    Queue,
    QueueInterval,
    SwitchAgent,
)

__all__ = ["AgentInterval", "Call", "CallType", "DayLoad", "Queue", "QueueInterval", "SwitchAgent"]
