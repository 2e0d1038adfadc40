"""What Django and other rooms look for here."""

from complaints.cases.contacts.models import About, Contact, Letter, Means
from complaints.cases.decisions.models import Findings, RemedyLine, Report
from complaints.cases.dossier import (
    SUBJECT,
    Case,
    CaseEvent,
    CaseQuerySet,
    CauseClass,
    NumberSeries,
)
from complaints.cases.duplicates.models import CaseLink, LinkKind, Merge
from complaints.cases.letters.models import LetterTemplate, LetterTemplateVersion
from complaints.cases.states import (
    AFTER_DECISION,
    FINAL,
    OPEN,
    RUNNING,
    Channel,
    Fault,
    Nature,
    Outcome,
    Remedy,
    Severity,
    State,
    Trigger,
)
from complaints.cases.steps.models import Chase, Step, StepDepartment, StepKind, StepState, ThirdParty

__all__ = [
    "AFTER_DECISION",
    "FINAL",
    "OPEN",
    "RUNNING",
    "SUBJECT",
    "About",
    "Case",
    "CaseEvent",
    "CaseLink",
    "CaseQuerySet",
    "CauseClass",
    "Channel",
    "Chase",
    "Contact",
    "Fault",
    "Findings",
    "Letter",
    "LetterTemplate",
    "LetterTemplateVersion",
    "LinkKind",
    "Means",
    "Merge",
    "Nature",
    "NumberSeries",
    "Outcome",
    "Remedy",
    "RemedyLine",
    "Report",
    "Severity",
    "State",
    "Step",
    "StepDepartment",
    "StepKind",
    "StepState",
    "ThirdParty",
    "Trigger",
]
