"""Guards that cut across the matrix (domain §3.3)."""

from callcenter.access.permissions import Actor, position


def not_own(actor: Actor, employee_id: int | None) -> bool:
    """Whether the object belongs to somebody else: nobody approves or scores their own.

    `None` as actor is the system, which owns nothing. Use as `require(not_own(actor, leave.employee_id))`.
    """
    if actor is None or employee_id is None:
        return True
    return position(actor).employee_id != employee_id
