"""What is loaded, on Today: days without facts, the last files, agents that nobody has named."""

import datetime

from django.db.models import Count, Max, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.access.posts import PostCode
from callcenter.telephony.agents.services import unknown_agents
from callcenter.telephony.facts.models import DayLoad, OfSite
from callcenter.web import cells
from callcenter.web.today import Entry, Figure, Panel, facts

POSTS = (PostCode.INFO_COORDINATOR, PostCode.DIRECTOR)
NAMERS = (PostCode.HR,)
WATCHED_DAYS = 14
FILES = 3


def loaded(request: HttpRequest) -> Panel | None:
    """Days of two weeks without facts, and the last files that were taken in. Unknown agents are in the to-do list."""
    site = getattr(request, "site", None)
    if not site or not may(request.user, Action.VIEW, "telephony.import"):
        return None
    yesterday = site.today() - datetime.timedelta(days=1)
    first = yesterday - datetime.timedelta(days=WATCHED_DAYS - 1)
    loads = DayLoad.objects.visible_to(request.user).filter(site_id=site.pk)
    known = set(loads.filter(day__range=(first, yesterday)).values_list("day", flat=True).distinct())
    missing = [
        day for day in (yesterday - datetime.timedelta(days=n) for n in range(WATCHED_DAYS)) if day not in known
    ]  # fmt: skip
    return facts(
        _("Facts of the switch"),
        figures=[
            Figure(
                _("Days not loaded"),
                str(len(missing)),
                _("of the last %(days)s") % {"days": WATCHED_DAYS},
                reverse("telephony:days"),
                "warn" if missing else "",
            ),
        ],
        entries=_files(loads),
        note=_missing(missing),
        url=reverse("telephony:days"),
    )


def _files(loads: OfSite) -> list[Entry]:
    latest = (
        loads.values("job_id", "source_name")
        .annotate(at=Max("loaded_at"), days=Count("day", distinct=True), first=Min("day"), last=Max("day"))
        .order_by("-at")[:FILES]
    )
    return [
        Entry(
            row["source_name"] or _("without a file"),
            f"{row['first']} – {row['last']}" if row["days"] > 1 else cells.day(row["first"]),
            reverse("files:job", args=[row["job_id"]]) if row["job_id"] else "",
            cells.moment(row["at"]),
            "file-import",
        )
        for row in latest
    ]


def _missing(days: list[datetime.date]) -> str:
    if not days:
        return ""
    text = ", ".join(f"{day:%m-%d}" for day in days[:7]) + (" …" if len(days) > 7 else "")
    return _("Not loaded: %(days)s") % {"days": text}


def unnamed(request: HttpRequest) -> Panel | None:
    """For HR: how many names on the switch belong to nobody yet. The information coordinator names them."""
    site = getattr(request, "site", None)
    count = unknown_agents(site) if site else 0
    if not count:
        return None
    text = ngettext(
        "%(count)s agent of the switch is not known yet",
        "%(count)s agents of the switch are not known yet",
        count,
    ) % {"count": count}
    detail = _("The information coordinator says who they are; new people may be among them.")
    return facts(_("Switch agents"), entries=[Entry(text, detail, icon="user-question")])
