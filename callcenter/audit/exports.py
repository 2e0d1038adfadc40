"""Lists taken away as files are in the trail: who, which list, which filters, how many rows."""

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.audit.services import record
from callcenter.web.listing import Listing

VERBS = {"audit.list.exported": _("took a list away as a file")}


def note(request: HttpRequest, listing: Listing, rows: int) -> None:
    """Called by web with every export."""
    user = request.user if isinstance(request.user, User) else None
    site = getattr(request, "site", None)
    after = {"list": listing.key, "query": request.GET.urlencode(), "rows": rows}
    with transaction.atomic():
        record(user, "audit.list.exported", after=after, site_id=site.pk if site else None)
