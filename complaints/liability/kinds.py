"""The requests of this room: penalties up to the deputy GM, notices up to the GM; nobody about themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.posts import PostCode
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from complaints.liability.judging import services as judging
from complaints.liability.judging.models import Liability
from complaints.liability.judging.selectors import account
from complaints.liability.notices import services as notices
from complaints.liability.notices.models import NOTICE, PenaltyNotice
from complaints.liability.personnel import services as personnel
from complaints.liability.personnel.models import PERSONNEL, PersonnelNotice


def _penalties(liability: Any) -> Facts:
    found = account(liability)
    yield _("Complaint"), liability.case
    yield _("Originating unit"), liability.unit
    yield _("Loss"), f"{found.total:.2f}"
    for one in found.borne:
        who = one.responsible
        penalty = who.get_penalty_display() if who.penalty else "—"
        yield str(who), f"{who.percent} % · {one.amount:.2f} · {penalty} · {who.points}"


def _notice(notice: Any) -> Facts:
    yield _("Employee"), notice.employee
    yield _("Kind"), notice.get_kind_display()
    if notice.version:
        yield _("Item"), notice.version
    yield pgettext_lazy("conduct", "Points"), notice.points
    yield _("Grounds"), notice.grounds
    if notice.case:
        yield _("Complaint"), notice.case
    if notice.unit:
        yield _("Responsible unit"), notice.unit


def _personnel(notice: Any) -> Facts:
    yield _("Employee"), notice.employee
    yield _("Penalty"), notice.get_penalty_display()
    yield _("Grounds"), notice.grounds
    yield _("Complaint"), notice.line.case


def _responsibles(liability: Any) -> set[int]:
    people = liability.responsibles.filter(employee__isnull=False)
    return set(people.values_list("employee", flat=True))


KINDS = (
    Kind(
        judging.PENALTIES,
        _("Penalties out of a complaint"),
        target=lambda liability: Target(PostCode.DEPUTY_GM),
        facts=_penalties,
        in_short=lambda request: str(request.reason),
        parties=_responsibles,
        on_approved=judging.penalties_approved,
        in_lists=lambda: Liability.objects.select_related("case", "unit"),
        icon="scale",
    ),
    Kind(
        NOTICE,
        _("Reward/Penalty Notice"),
        target=lambda notice: Target(PostCode.GM),
        facts=_notice,
        parties=lambda notice: {notice.employee_id},
        on_approved=notices.approved,
        on_rejected=notices.rejected,
        on_withdrawn=notices.withdrawn,
        in_lists=lambda: PenaltyNotice.objects.with_people(),
        icon="receipt",
    ),
    Kind(
        PERSONNEL,
        _("Personnel Notice"),
        target=lambda notice: Target(PostCode.GM),
        facts=_personnel,
        parties=lambda notice: {notice.employee_id},
        on_approved=personnel.approved,
        on_rejected=personnel.rejected,
        on_withdrawn=personnel.rejected,
        in_lists=lambda: PersonnelNotice.objects.with_people(),
        icon="speakerphone",
    ),
)
