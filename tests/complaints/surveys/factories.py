"""Makers of invitations, answers and callbacks."""

from typing import Any

from django.utils import timezone

from callcenter.people.models import Employee
from complaints.cases.models import Case, State
from complaints.surveys.callbacks import services as calls
from complaints.surveys.callbacks.models import Callback
from complaints.surveys.ratings import services
from complaints.surveys.ratings.models import Invitation, Response, Way
from complaints.surveys.ratings.services import Ask
from complaints.surveys.sources import Facts
from tests.complaints.factories import make_case

GOOD = dict.fromkeys(("attitude", "technique", "timeliness", "promises"), "very_satisfied")
BAD = GOOD | {"promises": "poor"}
SILENT = dict.fromkeys(GOOD, "not_applicable")


def make_closed_case(**fields: Any) -> Case:
    """A closed complaint with a phone to call."""
    return make_case(
        **({"state": State.CLOSED, "contact_phone": "13800138000", "contact_name": "Wang Fang"} | fields)
    )


def make_callback(case: Case | None = None, **fields: Any) -> Callback:
    """The callback of a closed complaint."""
    return calls.begin(case or make_closed_case(**fields), actor=None)


def make_invitation(employee: Employee, **fields: Any) -> Invitation:
    """The customer of a call is asked about this employee by a link."""
    facts = {"site": employee.site, "employee": employee, "reference": "call-1", "name": "Wang Fang"}
    return services.invite_after_call(Facts(**(facts | fields)), Ask(Way.LINK), actor=None)  # type: ignore[arg-type]


def make_response(employee: Employee, given: dict[str, str] | None = None, **fields: Any) -> Response:
    """An answer about this employee, at any time."""
    made = services.answer(make_invitation(employee, **fields), given or GOOD)
    assert made.answered_at <= timezone.now()
    return made
