"""The daily operations report as a document: its figures frozen, its writer's sections, its people and times."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from reports.daily.headlines import Headline, Shown
from reports.daily.page import report_url
from reports.daily.report import Report, build
from reports.documents.kinds import DocumentKind, Due, Reviewer, Section, SectionType
from reports.rollups.periods import Kind, Period
from reports.rollups.services import count_if_needed

LANGUAGES = ("en", "zh-hans")
BY = {
    "half_hours": "half_hour",
    "call_types": "call_type",
    "queues": "queue",
    "teams": "team",
    "agents": "agent",
}


def figures_of(site: Site, period: Period) -> dict[str, Any]:
    """The report of the period, frozen: every figure with numerator and denominator, names in both languages."""
    count_if_needed(site, period)
    reports = {}
    for language in LANGUAGES:
        with override(language):
            reports[language] = build(site, period)
    report = reports["en"]
    kept = {
        "has_facts": not report.is_empty,
        "facts_as_of": report.state.facts_as_of,
        "revision": report.state.revision,
        "sl_seconds": report.by.sl_seconds,
        "short_seconds": report.by.short_seconds,
        "headlines": [] if report.is_empty else [_headline(line) for line in report.headlines],
        "sections": _sections(reports),
        "complaints": _complaints(reports),
    }
    found: dict[str, Any] = json.loads(
        json.dumps(kept, cls=DjangoJSONEncoder)
    )  # as the database gives it back
    return found


def _figure(shown: Shown) -> dict[str, Any]:
    figure = shown.figure
    return {
        "measure": shown.measure.key,
        "version": shown.measure.version,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }


def _headline(line: Headline) -> dict[str, Any]:
    return _figure(line) | {
        "verdict": line.verdict.value,
        "target": str(line.target.value) if line.target else "",
        "alarm": str(line.alarm.value) if line.alarm else "",
    }


def _complaints(reports: dict[str, Report]) -> dict[str, Any]:
    """The figures of complaints and each overdue one; empty where they are not counted."""
    found = [report.complaints for report in reports.values() if report.complaints]
    if not found:
        return {}
    late = [
        {
            "reference": first.reference,
            "owner": _each(one.owner for one in both),
            "due_on": first.due_on,
            "days": first.days,
            "expected_on": first.expected_on,
            "reason": first.reason,
            "about": first.about,
        }
        for both in zip(*(one.late for one in found), strict=True)
        for first in both[:1]
    ]
    return {
        "figures": [_headline(line) for line in found[0].figures],
        "overdue": late,
        "unnamed": found[0].unnamed,
    }


def _sections(reports: dict[str, Report]) -> list[dict[str, Any]]:
    found = []
    for sections in zip(*(report.sections for report in reports.values()), strict=True):
        first = sections[0]
        named = [{row.item: row.name for row in section.rows} for section in sections]
        rows = [
            {
                "item": row.item,
                "name": _each(names[row.item].label for names in named),
                "detail": _each(names[row.item].detail for names in named),
                "figures": [_figure(cell) for cell in row.cells],
            }
            for row in first.rows
        ]
        found.append(
            {
                "key": first.key,
                "by": BY.get(first.key, ""),
                "title": _each(section.title for section in sections),
                "item_label": _each(section.item_label for section in sections),
                "rows": rows,
                "total": [_figure(cell) for cell in first.total],
            }
        )
    return found


def _each(texts: Any) -> dict[str, str]:
    """The texts by language, in the order of LANGUAGES."""
    return dict(zip(LANGUAGES, (str(text) for text in texts), strict=True))


DAILY = DocumentKind(
    key="daily",
    code="DR",
    title=_("Daily operations report"),
    period=Kind.DAY,
    draft=Due("report.daily_draft_at"),
    writers=(PostCode.SHIFT_LEADER,),
    writing=Due("report.daily_due"),
    chain=(Reviewer(PostCode.DIRECTOR),),
    review=Due("report.daily_review_due"),
    receivers=(PostCode.CENTER_MANAGER, PostCode.GROUP_LEADER),
    sections=(
        Section(
            "system_problems",
            _("System problems"),
            help=_("What did not work, from when to when, and who was told."),
            is_required=True,
        ),
        Section(
            "difficult_issues",
            _("Difficult issues"),
            SectionType.LINES,
            help=_("What callers asked that was hard to answer, and the answer that all give from now on."),
            is_required=True,
            columns=(_("Issue"), _("Unified answer")),
        ),
        Section(
            "workload",
            _("Workload by class"),
            SectionType.COUNTS,
            help=_("Cases of the day: consultation, inquiry, proactive service."),
            is_required=True,
            names=(
                ("consultation", _("Consultation")),
                ("inquiry", _("Inquiry")),
                ("proactive", _("Proactive service")),
            ),
        ),
        Section(
            "notes", _("Notes"), help=_("Anything else that the next shift or the director should know.")
        ),
    ),
    figures=figures_of,
    figures_url=report_url,
    switch="report.daily_wanted",
    sources=(
        _("Day sums of calls, interval statistics and agent states"),
        _("Complaints, their deadlines, callbacks, surveys and work orders"),
    ),
)
