"""A figure that rests on several kinds of rows, each part with its own list; their sum is the figure."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.measures import formatting, registry
from callcenter.measures.registry import Counts, Measure, Ratio
from callcenter.people.models import Site
from callcenter.telephony import sums
from callcenter.telephony.calls.filters import CallFilter
from callcenter.telephony.intervals.filters import AgentIntervalFilter, QueueIntervalFilter
from callcenter.telephony.models import AgentInterval, Call, QueueInterval
from reports.daily.drill import OF_STATES, SLICE, Slice, Source, rows_url, sources_of
from reports.daily.headlines import Yardstick, yardstick
from reports.daily.page import period_text, report_url
from reports.daily.views import site_or_404
from reports.rollups import selectors
from reports.rollups.models import Dimension
from reports.rollups.periods import REPORTED, Kind, is_reportable, period_of

LABELS: dict[Source, str | Promise] = {
    Source.CALLS: _("Single calls"),
    Source.QUEUES: _("Interval statistics of queues without calls"),
    Source.AGENTS: _("Agent states of days without calls"),
}
DIMENSIONS = {dimension.name.lower(): dimension for dimension in SLICE}


class FigureQuery(forms.Form):
    """Which figure: the words of reports.daily.drill.figure_url."""

    measure = forms.CharField()
    start = forms.DateField()
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in REPORTED])
    by = forms.ChoiceField(choices=[(name, name) for name in DIMENSIONS], required=False)
    item = forms.CharField(max_length=32, required=False)
    person = forms.CharField(max_length=64, required=False)
    people = forms.BooleanField(required=False)

    def add_prefix(self, field_name: str) -> str:
        return "from" if field_name == "start" else field_name


@dataclass(frozen=True)
class Part:
    """What one kind of rows adds to the figure."""

    source: Source
    figure: Ratio
    url: str

    @property
    def label(self) -> str | Promise:
        return LABELS[self.source]

    @property
    def text(self) -> str:
        return formatting.shown(self.figure)

    @property
    def fraction(self) -> str:
        return formatting.fraction(self.figure)


@login_required
@require_GET
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """The parts of a figure; where only one kind of rows is behind it, straight to their list."""
    site = site_or_404(request, code)
    require(may(request.user, Action.VIEW, "telephony.call"))
    asked = parts_of(request, site)
    if len(asked.parts) == 1:
        return redirect(asked.parts[0].url)
    return render(request, "reports/figure_parts.html", _context(asked))


@dataclass(frozen=True)
class Asked:
    """A figure that was asked for: its measure and slice, and what each kind of rows adds."""

    measure: Measure
    by: Yardstick
    of: Slice
    counts: dict[Source, Counts]
    parts: list[Part]  # those that add something


def parts_of(request: HttpRequest, site: Site) -> Asked:
    """The figure that the address names, in its parts, as far as the reader may see them."""
    measure, of = _asked(request, site)
    by = yardstick(site, of.period, selectors.state(site, of.period), request.user)
    counts = {source: _counts(source, measure, of, request) for source in sources_of(measure.key, by, of)}
    parts = [
        Part(source, measure.of(of_source), rows_url(source, measure.key, by, of))
        for source, of_source in counts.items()
    ]
    return Asked(measure, by, of, counts, [part for part in parts if part.figure.numerator])


def _asked(request: HttpRequest, site: Site) -> tuple[Measure, Slice]:
    """The figure that the address names; 404 for one that no report shows."""
    form = FigureQuery(request.GET)
    if not form.is_valid() or not is_reportable(form.cleaned_data["start"]):
        raise Http404
    asked = form.cleaned_data
    try:
        measure = registry.get(asked["measure"])
        dimension = DIMENSIONS[asked["by"]] if asked["by"] else Dimension.SITE
        is_text = dimension in (Dimension.SITE, Dimension.CALL_TYPE)
        item = asked["item"] if is_text else int(asked["item"])
    except (KeyError, ValueError):
        raise Http404 from None
    if asked["person"]:
        dimension = Dimension.AGENT
    period = period_of(Kind(asked["kind"]), asked["start"], start_day=site.statistics_start_day)
    return measure, Slice(site, period, dimension, item, asked["person"], asked["people"])


def _counts(source: Source, measure: Measure, of: Slice, request: HttpRequest) -> Counts:
    """The base counts of the slice in one kind of rows, as far as the reader may see them."""
    query = QueryDict(mutable=True)
    query.update({key: str(value) for key, value in of.query.items()})
    request.site = of.site  # type: ignore[assignment]
    if source is Source.CALLS:
        calls = Call.objects.visible_to(request.user).filter(site=of.site)
        return sums.counts_of_calls(CallFilter(query, calls, request=request).qs, of.site)
    if source is Source.QUEUES:
        queues = QueueInterval.objects.visible_to(request.user).filter(site=of.site).counted()
        return sums.counts_of_queue_intervals(QueueIntervalFilter(query, queues, request=request).qs)
    agents = AgentInterval.objects.visible_to(request.user).filter(site=of.site)
    agents = agents if measure.key in OF_STATES else agents.counted()
    return sums.counts_of_agent_intervals(AgentIntervalFilter(query, agents, request=request).qs)


def _context(asked: Asked) -> dict[str, Any]:
    total = asked.measure.of(registry.combine(asked.counts.values()))
    return {
        "measure": asked.measure,
        "label": asked.by.label(asked.measure),
        "site": asked.of.site,
        "period_text": period_text(asked.of.period),
        "report_url": report_url(asked.of.site, asked.of.period),
        "parts": asked.parts,
        "total": formatting.shown(total),
        "fraction": formatting.fraction(total),
    }
