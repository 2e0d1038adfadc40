"""What the system proposes at the end of a month: PR-03 for complaints that went overdue (domain §6.5)."""

from django.utils import timezone

from callcenter.audit import services as audit
from callcenter.rulebook.values import value
from complaints.cases.dossier import Case
from complaints.liability.judging.models import Liability
from complaints.liability.notices.models import NoticeState, PenaltyNotice
from quality.conduct.models import ItemVersion

ITEM = "PR-03"


def propose_for_overdue(case: Case) -> PenaltyNotice | None:
    """A draft of a notice for the owner of an overdue complaint; the GM office sends it up, changes or drops it. Once."""
    today = case.site.today()
    version = ItemVersion.objects.on(today).filter(item__code=ITEM).first()
    is_wanted = value("liability.proposes_for_overdue", case.site, on=today)
    if version is None or not is_wanted or version.most == 0:
        return None
    known = PenaltyNotice.objects.filter(case=case, item=version.item, written_by=None)
    if known.exists():
        return None
    liability = Liability.objects.filter(case=case).select_related("unit").first()
    made = PenaltyNotice.objects.create(
        site=case.site,
        case=case,
        employee=case.owner,
        unit=liability.unit if liability else None,
        item=version.item,
        points=max(version.least, 1),
        grounds=_grounds(version, case),
        state=NoticeState.DRAFT,
        written_at=timezone.now(),
    )
    audit.record(None, "liability.notice.proposed", made, after={"of": case.reference, "points": made.points})
    return made


def _grounds(version: ItemVersion, case: Case) -> str:
    """What is held against them, in both languages: whoever reads it later."""
    names = " / ".join(one for one in (version.name_zh, version.name) if one)
    return f"{ITEM} {names}: {case.reference}"
