"""What the page of a complaint shows of duplicates: those that look like it, links, what was merged into it."""

from typing import Any

from callcenter.accounts.models import User
from callcenter.files.attachments.services import files_of
from complaints.cases import access
from complaints.cases.contacts.models import Contact, Letter
from complaints.cases.dossier import Case
from complaints.cases.duplicates.models import CaseLink, Merge
from complaints.cases.duplicates.selectors import Asked, candidates
from complaints.cases.duplicates.wording import why_text
from complaints.cases.states import State
from complaints.cases.steps.models import Step


def context(case: Case, user: User) -> dict[str, Any] | None:
    """None where there is nothing to see and nothing to do."""
    links = list(CaseLink.objects.of(case).select_related("case", "other"))
    linked = [(one, one.other if one.case_id == case.pk else one.case) for one in links]
    standing = Merge.objects.of(case).filter(undone_at=None)
    merges = list(standing.select_related("survivor", "merged", "by"))
    may_serve = access.may_serve(user, case)
    may_link = may_serve or access.is_taker(user, case)
    known = {other.pk for _link, other in linked} | {one.merged_id for one in merges}
    found = []
    if case.is_open and (may_serve or may_link):
        found = [one for one in candidates(Asked.of(case), user=user) if one.case.pk not in known]
    if not (linked or merges or found or may_link):
        return None
    return {
        "case": case,
        "linked": linked,
        "joined": [one for one in merges if one.survivor_id == case.pk],
        "gone_into": next((one for one in merges if one.merged_id == case.pk), None),
        "candidates": [(one, why_text(one)) for one in found],
        "may_merge": may_serve and case.is_open,
        "may_unmerge": may_serve and case.state == State.MERGED,
        "may_link": may_link,
        "merged_parts": _parts(one.merged for one in merges if one.survivor_id == case.pk),
    }


def _parts(merged: Any) -> list[dict[str, Any]]:
    """Contacts, letters, files and steps of the complaints that were merged into this one: they stay in sight."""
    cases = list(merged)
    if not cases:
        return []
    keys = [one.pk for one in cases]
    contacts = list(Contact.objects.filter(case__in=keys).order_by("at"))
    letters = list(Letter.objects.filter(case__in=keys))
    steps = list(Step.objects.filter(case__in=keys).select_related("department"))
    return [
        {
            "case": one,
            "contacts": [c for c in contacts if c.case_id == one.pk],
            "letters": [x for x in letters if x.case_id == one.pk],
            "files": list(files_of(one)),
            "steps": [s for s in steps if s.case_id == one.pk],
        }
        for one in cases
    ]
