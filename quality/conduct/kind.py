"""The kind of request that a record of five points or more is: up to the director, past whoever recorded it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.posts import PostCode
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from callcenter.people.models import Employee
from quality.conduct.records import services
from quality.conduct.records.models import APPROVAL, ConductRecord


def facts(record: Any) -> Facts:
    """What it is about, and what the employee says."""
    yield _("Item"), record.version
    yield pgettext_lazy("conduct", "Points"), record.points
    yield _("What was seen"), record.words or "—"
    yield _("Statement"), record.statement or "—"


def parties(record: Any) -> set[int]:
    """The employee, and who recorded it."""
    found = {record.employee_id}
    if record.recorded_by_id:
        found |= set(Employee.objects.filter(user=record.recorded_by_id).values_list("pk", flat=True))
    return found


CONDUCT = Kind(
    APPROVAL,
    _("Conduct record"),
    target=lambda record: Target(PostCode.DIRECTOR),
    facts=facts,
    parties=parties,
    on_approved=services.approved,
    on_rejected=services.rejected,
    on_withdrawn=services.withdrawn,
    in_lists=lambda: ConductRecord.objects.with_people(),
    icon="gavel",
)
