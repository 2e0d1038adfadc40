"""How long things are kept: entries of the rulebook, with what the law asks for at least."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.audit.letting_go import LEGAL_DAYS
from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

KEEPERS = frozenset({PostCode.CENTER_MANAGER, PostCode.SYSADMIN})
CENTURY = 36_500


def keep(key: str, days: int, minimum: int, sentence: str | Promise, source: str = OUR_DEFAULT) -> Rule:
    """An entry that says for how many days something is kept."""
    return Rule(
        key,
        Kind.INTEGER,
        days,
        sentence,
        source,
        unit="day",
        minimum=minimum,
        maximum=CENTURY,
        editable_by=KEEPERS,
    )


RULES = (
    keep("operation.keep_audit_days", 1095, LEGAL_DAYS, _("The audit trail is kept for %(value)s."), "P70"),
    keep(
        "operation.keep_job_files_days",
        30,
        1,
        _("Files that were imported or exported are kept for %(value)s."),
    ),
    keep(
        "operation.keep_job_errors_days",
        365,
        1,
        _(
            "Row errors of imports and rows of acts on several at once are kept for %(value)s after their end."
        ),
    ),
)
