"""Lists taken away as files are in the trail: who, which list, which filters, how many rows."""

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import user_of
from callcenter.audit.services import record
from callcenter.web.listing import Listing

VERBS = {"audit.list.exported": _("took a list away as a file")}


def note(request: HttpRequest, listing: Listing, rows: int) -> None:
    """Called by web with every list that is exported."""
    taken(request, listing.key, rows)


def taken(request: HttpRequest, key: str, rows: int, *, site_id: int | None = None) -> None:
    """Record that the user takes a file away: `key` names what it holds ("rulebook.rules"), with how many rows.

    `site_id`: whose it is; the site of the top bar when left out.
    """
    user = user_of(request.user)
    if site_id is None:
        site_id = getattr(getattr(request, "site", None), "pk", None)
    after = {"list": key, "path": request.path, "query": request.GET.urlencode(), "rows": rows}
    with transaction.atomic():
        record(user, "audit.list.exported", after=after, site_id=site_id)
