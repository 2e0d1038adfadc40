"""Queues, switch agents, calls and interval sums."""

from callcenter.telephony.facts.models import (
    AgentInterval,
    Call,
    DayLoad,
    Queue,
    QueueInterval,
    SwitchAgent,
)

__all__ = ["AgentInterval", "Call", "DayLoad", "Queue", "QueueInterval", "SwitchAgent"]
