"""Who sees a record and its evidence."""

from callcenter.access.permissions import Actor
from quality.conduct import access
from quality.conduct.records.models import ConductRecord


def may_see(actor: Actor, record: ConductRecord) -> bool:
    """As the record's page."""
    return actor is None or ConductRecord.objects.visible_to(actor).filter(pk=record.pk).exists()


def may_add_evidence(actor: Actor, record: ConductRecord) -> bool:
    """Who may record it and the employee themselves, while it is open or contested."""
    if actor is None:
        return True
    if record.state in ("final", "dismissed", "cancelled"):
        return False
    may_record = access.may_record(actor, record.site_id, record.team_id, record.employee_id)
    return may_record or access.is_self(actor, record.employee_id)
