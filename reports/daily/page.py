"""What the report's page shows beside the report itself: stepping, periods, chart, notices, words."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.measures.judgement import Change, Verdict
from callcenter.measures.registry import Good
from callcenter.people.models import Site
from callcenter.web import cells
from reports.daily.complaints import chart_of as chart_of_complaints
from reports.daily.differences import revised
from reports.daily.headlines import Headline
from reports.daily.report import COMPARISONS, Report
from reports.daily.trend import chart_of
from reports.daily.words import VERDICTS, change_label, reason_of_counting
from reports.rollups import selectors
from reports.rollups.access import may_export, may_recompute
from reports.rollups.periods import Kind, Period, period_of

TONES = {Verdict.GOOD: "good", Verdict.WARN: "warn", Verdict.ALARM: "bad", Verdict.NONE: ""}
COLOURS = {Verdict.GOOD: "green", Verdict.WARN: "yellow", Verdict.ALARM: "red", Verdict.NONE: "grey"}
CHANGE_TONES = {
    Change.BETTER: "good",
    Change.WORSE: "bad",
    Change.SAME: "same",
    Change.NEUTRAL: "same",
    None: "",
}


def report_url(site: Site, period: Period, *, day: datetime.date | None = None, **query: str) -> str:
    """The report's address."""
    if period.kind is not Kind.DAY:
        query = {"period": period.kind.value} | query
    address = reverse("reports:daily", args=[site.code, day or period.start])
    return f"{address}?{urlencode(query)}" if query else address


def context(request: HttpRequest, report: Report, day: datetime.date) -> dict[str, Any]:
    """Everything the template needs; `day` is the one in the address."""
    site, period = report.site, report.period
    shown: dict[str, Any] = {
        "report": report,
        "day": day,
        "period_text": period_text(period),
        "tabs": _tabs(report, day),
        "previous_url": report_url(site, period.previous),
        "next_url": report_url(site, period.next),
        "is_future": period.start > site.today(),
        "is_unfinished": site.today() in period,
        "stale_count": len(set(report.state.stale)),
        "missing_count": _missing(report),
        **_complaints(report),
    }
    if report.is_empty:
        newest = selectors.newest_day(site)
        newest_url = report_url(site, period_of(Kind.DAY, newest)) if newest else ""
        may_import = may(request.user, Action.CREATE, "telephony.import")
        import_url = reverse("files:import") if may_import else ""
        return shown | {"newest": newest, "newest_url": newest_url, "import_url": import_url}
    return shown | {
        "tiles": [tile(line, period, site) for line in report.headlines],
        "chart": chart_of(report),
        "may_recompute": period.kind is Kind.DAY and may_recompute(request.user, site),
        "revised": [revised(revision, report.by) for revision in report.state.revisions],
        "counting": reason_of_counting(report),
        "definitions": [(report.by.label(m), m) for m in report.measures],
        "export_url": report_url(site, period, day=day, export="xlsx")
        if may_export(request.user, site)
        else "",
        "unnamed": sum(
            row.name.is_unnamed
            for section in report.sections
            if section.key == "agents"
            for row in section.rows
        ),
    }


def _complaints(report: Report) -> dict[str, Any]:
    """What the section of complaints shows."""
    found = report.complaints
    if found is None:
        return {}
    return {
        "complaints": found,
        "complaint_tiles": [tile(line, report.period, report.site) for line in found.figures],
        "complaint_chart": chart_of_complaints(found),
        "overdue_count": found.figure("cases.overdue").figure.numerator,
    }


def tile(line: Headline, period: Period, site: Site) -> dict[str, Any]:
    """A headline figure for the page; what it is compared with leads to that period's report."""
    return {
        "line": line,
        "tone": TONES[line.verdict],
        "badge": VERDICTS[line.verdict],
        "colour": COLOURS[line.verdict],
        "bounds": _bounds(line),
        "url": line.url,
        "compared": [
            {
                "label": COMPARISONS[period.kind, other.name],
                "text": other.text,
                "difference": other.difference,
                "tone": CHANGE_TONES[other.change],
                "word": change_label(other.change),
                "period": period_text(other.period),
                "url": report_url(site, other.period) if other.is_known else "",
            }
            for other in line.compared
        ],
    }


def _bounds(line: Headline) -> list[dict[str, str]]:
    """Target and alarm as the rulebook had them that day: what it says, since when, where to read it."""
    at_least = line.measure.good is Good.HIGHER
    found = []
    if line.target:
        text = _("target %(sign)s %(value)s") % {"sign": "≥" if at_least else "≤", "value": line.target.value}
        found.append({"text": text, "url": line.target.url, "title": _cited(line.target)})
    if line.alarm:
        text = _("alarm %(sign)s %(value)s") % {"sign": "<" if at_least else ">", "value": line.alarm.value}
        found.append({"text": text, "url": line.alarm.url, "title": _cited(line.alarm)})
    return found


def _cited(citation: Any) -> str:
    """The rule's sentence, since when, and where it comes from: for the tooltip and screen readers."""
    since = _("since %(day)s") % {"day": citation.since} if citation.since else ""
    return " · ".join(part for part in (citation.sentence, since, citation.source) if part)


def period_text(period: Period) -> str:
    """1999-02-01, Mon / 1999-02-01 – 1999-02-07 / 1999-02."""
    if period.kind is Kind.DAY:
        return cells.day(period.start)
    if period.kind is Kind.MONTH:
        return f"{period.start:%Y-%m}"
    return f"{period.start} – {period.last}"


def _tabs(report: Report, day: datetime.date) -> list[dict[str, Any]]:
    site = report.site
    labels = {Kind.DAY: _("Day"), Kind.WEEK: _("Week"), Kind.MONTH: _("Month")}
    if site.statistics_start_day != 1:
        labels[Kind.STATISTICS] = _("Statistics month")
    return [
        {
            "label": label,
            "url": report_url(site, period_of(kind, day, start_day=site.statistics_start_day), day=day),
            "active": kind is report.period.kind,
        }
        for kind, label in labels.items()
    ]


def _missing(report: Report) -> int:
    """Days of a longer period, up to today, without any facts."""
    known = {reported.day for reported in report.state.days}
    today = report.site.today()
    return sum(1 for day in report.period.days if day not in known and day <= today)
