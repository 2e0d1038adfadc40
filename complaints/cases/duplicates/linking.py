"""Two complaints that belong together and both go on: linked, and the link taken away again."""

from django.db import transaction

from callcenter.access.permissions import Actor, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from complaints.cases import log
from complaints.cases.access import is_taker, may_serve
from complaints.cases.dossier import Case
from complaints.cases.duplicates.models import CaseLink
from complaints.cases.permits import require_for
from complaints.cases.transitions import WHO, Who


@transaction.atomic
def link(case: Case, other: Case, *, actor: Actor, words: str = "") -> CaseLink:
    """Note that they belong together; linking them twice changes nothing."""
    first, second = _ordered(case, other)
    require_for(_may_link(actor, first) or _may_link(actor, second), actor, case, WHO[Who.TAKER])
    if first.pk == second.pk:
        raise RuleViolation(Objection("cases.link_itself", {"reference": first.reference}))
    if first.site_id != second.site_id:
        raise RuleViolation(Objection("cases.merge_other_site"))
    made, is_new = CaseLink.objects.get_or_create(
        case=first, other=second, defaults={"words": words.strip()[:200], "made_by": user_of(actor)}
    )
    if is_new:
        for one, its_other in ((first, second), (second, first)):
            log.note(one, "linked", actor=actor, comment=words, data={"reference": its_other.reference})
        audit.record(actor, "cases.case.linked", first, after={"other": second.reference}, reason=words)
    return made


@transaction.atomic
def unlink(link: CaseLink, *, actor: Actor) -> None:
    """They do not belong together after all."""
    first, second = _ordered(link.case, link.other)
    require_for(_may_link(actor, first) or _may_link(actor, second), actor, link.case, WHO[Who.TAKER])
    gone, _by_model = CaseLink.objects.filter(pk=link.pk).delete()
    if gone:
        for one, its_other in ((first, second), (second, first)):
            log.note(one, "unlinked", actor=actor, data={"reference": its_other.reference})
        audit.record(actor, "cases.case.unlinked", first, before={"other": second.reference})


def _ordered(case: Case, other: Case) -> tuple[Case, Case]:
    """Both, locked, always in the order of their ids: two who do it at once never wait for each other in a ring."""
    keys = sorted({case.pk, other.pk})
    rows = (
        Case.objects.select_for_update(of=("self",)).select_related("site").filter(pk__in=keys).order_by("pk")
    )
    found = list(rows)
    return found[0], found[-1]


def _may_link(actor: Actor, case: Case) -> bool:
    return may_serve(actor, case) or is_taker(actor, case)
