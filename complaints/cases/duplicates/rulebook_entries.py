"""What the rulebook says about duplicates."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

ENTRIES = (
    Rule(
        "complaint.duplicate_days",
        Kind.INTEGER,
        90,
        _("Duplicates of a complaint are looked for among those of the last %(value)s."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=3650,
    ),
    Rule(
        "complaint.duplicate_similarity_pct",
        Kind.INTEGER,
        55,
        _("Two complaints read alike when their texts agree by %(value)s or more."),
        OUR_DEFAULT,
        unit="%",
        minimum=20,
        maximum=100,
    ),
)
