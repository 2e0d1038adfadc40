"""What a document must have before it goes on; plain Python."""

import datetime
from collections.abc import Mapping
from typing import Any

from callcenter.objections import Objection
from reports.documents.kinds import DocumentKind, Section, SectionType
from reports.documents.workflow import LABELS, Act, State, may_follow

Sections = Mapping[str, Any]  # key of a section to its value
SHORTEST_REASON = 5  # characters


def state_objections(act: Act, state: State | str) -> list[Objection]:
    """The act is not possible from that state."""
    if may_follow(act, state):
        return []
    return [Objection("reports.document_state", {"state": LABELS[State(state)]})]


def is_filled(section: Section, value: Any) -> bool:
    """Whether the writer said something, or that there is nothing to say."""
    if not isinstance(value, Mapping):
        return False
    if value.get("none"):
        return True
    if section.type is SectionType.TEXT:
        return bool(str(value.get("text", "")).strip())
    if section.type is SectionType.LINES:
        return bool(value.get("lines"))
    counts = value.get("counts", {})
    return all(counts.get(name) is not None for name, _label in section.names)


def submit_objections(kind: DocumentKind, sections: Sections) -> list[Objection]:
    """Every required section that is empty."""
    return [
        Objection("reports.section_missing", {"section": section.title}, field=section.key)
        for section in kind.sections
        if section.is_required and not is_filled(section, sections.get(section.key))
    ]


def sign_objections(
    *, is_own: bool, figures_checked: bool, seen: int, current: int, is_being_summed: bool
) -> list[Objection]:
    """Every reason against a signature: own document, figures not checked, changed since seen, or being summed again."""
    found = []
    if is_own:
        found.append(Objection("reports.own_document"))
    if not figures_checked:
        found.append(Objection("reports.figures_not_checked", field="figures_checked"))
    if is_being_summed:
        found.append(Objection("reports.figures_being_summed"))
    elif seen != current:
        found.append(Objection("reports.figures_changed", {"seen": seen, "current": current}))
    return found


def return_objections(reason: str) -> list[Objection]:
    """A document is returned with a reason that says what to mend."""
    if len(reason.strip()) < SHORTEST_REASON:
        return [Objection("reports.return_reason", field="reason")]
    return []


def again_due(
    writing_due: datetime.datetime, now: datetime.datetime, rework: datetime.timedelta
) -> datetime.datetime:
    """When a returned document is due again: its first deadline, or so long after it was returned."""
    return max(writing_due, now + rework)


def cleaned(kind: DocumentKind, given: Sections) -> dict[str, Any]:
    """The sections of the kind as they are kept: text stripped, empty lines and unknown sections left out."""
    kept: dict[str, Any] = {}
    for section in kind.sections:
        value = given.get(section.key)
        if not isinstance(value, Mapping):
            continue
        if section.type is SectionType.TEXT:
            kept[section.key] = {"text": str(value.get("text", "")).strip()}
        elif section.type is SectionType.LINES:
            lines = [[str(cell).strip() for cell in line] for line in value.get("lines", [])]
            kept[section.key] = {"lines": [line for line in lines if any(line)]}
        else:
            counts = value.get("counts", {})
            kept[section.key] = {"counts": {name: counts.get(name) for name, _label in section.names}}
        kept[section.key]["none"] = bool(value.get("none"))
    return kept
