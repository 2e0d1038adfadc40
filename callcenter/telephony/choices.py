"""What the filters of facts offer to choose from: on a page the rows of the chosen site, by API those in the caller's reach."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.api.filters import RowFilter, is_program
from callcenter.people.models import Site, Team
from callcenter.telephony.facts.models import SwitchAgent, agents_in_reach

NONE = "none"  # rows without a queue, agent, type or team


def of_site(model: type[Any]) -> Callable[[Any], QuerySet[Any]]:
    """The rows of the sites that the user may choose, by name. A program narrows them with `site=<code>`."""

    def choices(request: Any) -> QuerySet[Any]:
        if request is None:
            return model._default_manager.none()
        sites = _sites(request)
        if model is Team:
            return Team.objects.filter(department__site__in=sites).order_by("name")
        if model is SwitchAgent:  # no names of colleagues whose calls the user may not see
            return agents_in_reach(request.user).filter(site__in=sites)
        return model._default_manager.filter(site__in=sites)

    return choices


def _sites(request: Any) -> QuerySet[Site]:
    if not is_program(request):
        return Site.objects.filter(pk=request.site.pk) if request.site else Site.objects.none()
    reachable = Site.objects.visible_to(request.user)
    asked = request.query_params.get("site")
    return reachable.filter(code=asked) if asked else reachable


class OrNone(RowFilter):
    """One of the rows, or those that have none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, null_value=NONE, null_label=_("none"), empty_label=_("all"), **kwargs)
