"""The rows behind figures of interval statistics: queue by interval, agent by interval."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.people.middleware import SiteRequest
from callcenter.telephony.calls.views import choose_site
from callcenter.telephony.facts.models import AgentInterval, QueueInterval
from callcenter.telephony.intervals.listing import AGENTS, QUEUES
from callcenter.web.listing import Listing, list_page


@login_required
@require_GET
def queue_list(request: SiteRequest) -> HttpResponseBase:
    """Queues by interval at the chosen site; `site` in the address names another of the user's sites."""
    return _list(request, QueueInterval.objects.select_related("site", "queue"), QUEUES)


@login_required
@require_GET
def agent_list(request: SiteRequest) -> HttpResponseBase:
    """Agents by interval at the chosen site; `site` in the address names another of the user's sites."""
    return _list(request, AgentInterval.objects.select_related("agent__employee"), AGENTS)


def _list(request: SiteRequest, intervals: Any, listing: Listing) -> HttpResponseBase:
    require(may(request.user, Action.VIEW, listing.export_subject))
    site = choose_site(request)
    rows = intervals.visible_to(request.user).filter(site=site)
    with timezone.override(site.zone if site else None):
        return list_page(
            request, rows, listing, template="telephony/interval_list.html", context={"site": site}
        )
