"""What two complaints have in common, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.cases.duplicates.rules import Why
from complaints.cases.duplicates.selectors import Candidate

SAME = {
    Why.ORDER: gettext_lazy("same order"),
    Why.POLICY: gettext_lazy("same policy or account"),
    Why.CUSTOMER: gettext_lazy("same customer"),
    Why.PHONE: gettext_lazy("same phone"),
    Why.EMAIL: gettext_lazy("same e-mail address"),
}


def why_text(candidate: Candidate) -> str:
    """same order · same phone · text 83 %"""
    found = [str(SAME[one]) for one in candidate.why if one in SAME]
    if Why.TEXT in candidate.why:
        found.append(_("text %(pct)s %%") % {"pct": candidate.text_pct})
    return " · ".join(found)
