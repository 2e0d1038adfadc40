"""Days loaded: what the switch has told about which day."""

import django_filters
from django.contrib.auth.decorators import login_required
from django.db.models import Max, Sum
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.people.middleware import SiteRequest
from callcenter.telephony import access
from callcenter.telephony.days.month import month_grid
from callcenter.telephony.facts.models import DayLoad
from callcenter.web.listing import Column, Listing, list_page
from callcenter.workcalendar.periods import month_of


class DayFilter(django_filters.FilterSet):
    feed = django_filters.CharFilter(label=_("Feed"), lookup_expr="icontains")
    day = django_filters.DateFromToRangeFilter(label=_("Day"))

    class Meta:
        model = DayLoad
        fields: list[str] = []


def _calls_url(load: DayLoad) -> str | None:
    if not load.feed.startswith("calls:"):
        return None
    return f"{reverse('telephony:calls')}?from={load.day}&to={load.day}"


DAYS = Listing(
    key="telephony.days",
    title=_("Days loaded"),
    columns=(
        Column("day", _("Day"), lambda load: load.day, "date", sort="day", link=_calls_url),
        Column("feed", _("Feed"), lambda load: load.feed, sort="feed"),
        Column("rows", _("Rows"), lambda load: load.rows, "number", sort="rows"),
        Column("revision", _("Revision"), lambda load: load.revision, "number", sort="revision"),
        Column(
            "file",
            _("File"),
            lambda load: load.source_name,
            link=lambda load: reverse("files:job", args=[load.job_id]) if load.job_id else None,
        ),
        Column("loaded_at", _("Loaded at"), lambda load: load.loaded_at, "datetime", sort="loaded_at"),
    ),
    ordering=("-day", "feed", "id"),
    filterset=DayFilter,
    empty_title=_("No day is loaded yet"),
    empty_text=_("Import an export of your switch."),
)


@login_required
def day_list(request: SiteRequest) -> HttpResponseBase:
    """A month at a glance, and every day with its feed, revision and job."""
    require(may(request.user, Action.VIEW, "telephony.import"))
    loads = DayLoad.objects.visible_to(request.user).filter(site=request.site)
    latest = loads.aggregate(day=Max("day"))["day"] or timezone.localdate()
    month = month_of(request.GET.get("month", ""), latest)
    of_month = loads.filter(day__year=month.year, day__month=month.month)
    sums = of_month.values_list("day").annotate(rows=Sum("rows"), revision=Max("revision")).order_by("day")
    context = {
        "month": month_grid(month, {day: (rows, revision) for day, rows, revision in sums}),
        "may_import": request.site is not None and access.may_import(request.user, request.site.pk),
    }
    return list_page(request, loads, DAYS, template="telephony/day_list.html", context=context)
