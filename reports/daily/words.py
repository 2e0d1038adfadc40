"""Sentences of the report that page and workbook share."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.measures.judgement import Change, Verdict
from reports.daily.report import Report

VERDICTS = {
    Verdict.GOOD: gettext_lazy("on target"),
    Verdict.WARN: gettext_lazy("off target"),
    Verdict.ALARM: gettext_lazy("alarm"),
    Verdict.NONE: "",
}
CHANGES = {
    Change.BETTER: gettext_lazy("better"),
    Change.WORSE: gettext_lazy("worse"),
    Change.SAME: gettext_lazy("unchanged"),
    Change.NEUTRAL: "",
}


def verdict_label(verdict: Verdict) -> str:
    """on target, off target, alarm."""
    return str(VERDICTS[verdict])


def change_label(change: Change | None) -> str:
    """better, worse, unchanged; empty for figures that only inform."""
    return str(CHANGES[change]) if change else ""


def reason_of_counting(report: Report) -> str:
    """Where the facts come from and with which seconds they were counted."""
    state = report.state
    sentences = [
        _("Service level within %(t)s s, short abandons within %(s)s s.")
        % {"t": report.by.sl_seconds, "s": report.by.short_seconds}
    ]
    if state.uses("calls"):
        sentences.append(_("Counted from single calls."))
    if state.uses("intervals"):
        sentences.append(
            _(
                "Queues without calls are counted from interval statistics, with the seconds that the switch uses."
            )
        )
    if not state.uses("agent_states"):
        sentences.append(
            _("The switch reported no agent states, so occupancy and logged-in time are unknown.")
        )
    return " ".join(sentences)
