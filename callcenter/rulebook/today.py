"""Planned changes of the rulebook on Today, for those who answer for it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.posts import PostCode
from callcenter.rulebook import kinds, registry, wording
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.values import today_at
from callcenter.web import cells
from callcenter.web.today import Entry, Panel, facts

POSTS = (PostCode.DIRECTOR, PostCode.CENTER_MANAGER, PostCode.DEPUTY_DIRECTOR, PostCode.SYSADMIN)
SHOWN = 5


def planned(request: HttpRequest) -> Panel | None:
    """The next values that begin to hold, the earliest first."""
    site = getattr(request, "site", None) or None
    known = {rule.key for rule in registry.all_rules()}
    rows = (
        RuleValue.objects.visible_to(request.user)
        .standing()
        .filter(effective_on__gt=today_at(site), key__in=known)
        .select_related("site")
        .order_by("effective_on", "key")
    )
    entries = [_entry(row) for row in rows[:SHOWN]]
    note = "" if entries else _("No rule changes in the time ahead.")
    return facts(_("Planned rule changes"), entries=entries, note=note, url=reverse("rulebook:index"))


def _entry(row: RuleValue) -> Entry:
    rule = registry.get(row.key)
    where = str(row.site) if row.site else _("Every site")
    if row.value is None:
        said = _("follows the company again") if row.site else _("the default again")
    else:
        said = wording.amount(rule, kinds.from_json(rule.kind, row.value))
    title = wording.sentence(
        rule, rule.default if row.value is None else kinds.from_json(rule.kind, row.value)
    )
    return Entry(
        title, f"{said} · {where}", reverse("rulebook:rule", args=[row.key]), cells.day(row.effective_on), "book-2"
    )  # fmt: skip
