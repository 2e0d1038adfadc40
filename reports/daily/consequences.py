"""What a change of a kpi.* rule would have changed last month, as the rulebook's preview shows it."""

from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.measures import formatting
from callcenter.measures.judgement import Change, Verdict, compare
from callcenter.measures.registry import Measure, Unit
from callcenter.rulebook import registry as rules
from callcenter.rulebook import value, wording
from callcenter.rulebook.consequences import Consequence, Figure, Question, TurnedDay
from callcenter.web.charts import Chart, Series, Target
from reports.daily.page import COLOURS
from reports.daily.words import change_label, verdict_label
from reports.rollups import whatif
from reports.rollups.access import may_view
from reports.rollups.periods import Period
from reports.rollups.whatif import Compared, JudgedDay, WhatIf

RANK = {Verdict.GOOD: 2, Verdict.WARN: 1, Verdict.ALARM: 0, Verdict.NONE: -1}
SCALES = {Unit.PERCENT: 100, Unit.RATE_10000: 1}


def last_month(question: Question) -> Consequence | None:
    """The figures of last month at the site with the proposed value; None for who may not read its reports."""
    site = question.site
    if not may_view(question.asker, site):
        return None
    period = whatif.last_month(site)
    title = _("What it would have changed: %(site)s, %(first)s to %(last)s") % {
        "site": site,
        "first": period.start,
        "last": period.last,
    }
    try:
        found = whatif.what_if(site, question.key, question.value, period)
    except whatif.TookTooLongError:
        return Consequence(
            title, notes=(_("Counting the calls of that month anew takes too long to show it here."),)
        )
    if not any(one.days for one in found.compared):
        return Consequence(title, notes=(_("There are no figures of that month."),))
    turned = [(one, day) for one in found.compared for day in one.days if day.is_turned]
    return Consequence(
        title,
        summary=_summary(found, turned),
        figures=tuple(_figure(question, period, one) for one in found.compared),
        turned=tuple(_turned(question, period, one, day) for one, day in turned),
        chart=_chart(question, period, found.compared[0]),
        notes=tuple(_notes(found)),
    )


def _summary(found: WhatIf, turned: list[tuple[Compared, JudgedDay]]) -> str:
    worse = sum(1 for _one, day in turned if RANK[day.after_verdict] < RANK[day.before_verdict])
    better = len(turned) - worse
    parts = []
    if worse:
        parts.append(
            ngettext(
                "%(count)s day would have been judged worse.",
                "%(count)s days would have been judged worse.",
                worse,
            )
            % {"count": worse}
        )
    if better:
        parts.append(
            ngettext(
                "%(count)s day would have been judged better.",
                "%(count)s days would have been judged better.",
                better,
            )
            % {"count": better}
        )
    if not parts:
        is_same = all(one.before.exact == one.after.exact for one in found.compared)
        parts.append(
            _("Nothing would have been different.")
            if is_same
            else _("No day would have been judged otherwise.")
        )
    return " ".join(parts)


def _figure(question: Question, period: Period, one: Compared) -> Figure:
    before, after = one.before.exact, one.after.exact
    change = compare(after, before, one.after_measure.good)
    difference = formatting.difference(after, before, one.after_measure.unit)
    if difference.startswith("±"):
        change = Change.SAME
    return Figure(
        label=_label(question, period, one),
        before=formatting.shown(one.before),
        after=formatting.shown(one.after),
        before_of=formatting.fraction(one.before),
        after_of=formatting.fraction(one.after),
        difference=difference,
        change=change.value if change else "",
        change_label=change_label(change),
    )


def _label(question: Question, period: Period, one: Compared) -> str:
    """The measure, with the T that it was counted with where that is not what changes; both where the variant changes."""
    old, new = (_named(question, period, measure) for measure in (one.before_measure, one.after_measure))
    return old if old == new else f"{old} → {new}"


def _named(question: Question, period: Period, measure: Measure) -> str:
    if not measure.seconds:
        return str(measure.label)
    used = value(measure.seconds, question.site, on=period.last)
    seconds = f"{used}→{question.value}" if measure.seconds == question.key else str(used)
    return str(measure.label) % {"seconds": seconds} if "%(" in str(measure.label) else str(measure.label)


def _turned(question: Question, period: Period, one: Compared, day: JudgedDay) -> TurnedDay:
    return TurnedDay(
        day=day.day,
        url=reverse("reports:daily", args=[question.site.code, day.day]),
        figure=_label(question, period, one),
        before=formatting.shown(day.before),
        after=formatting.shown(day.after),
        before_verdict=(verdict_label(day.before_verdict) or formatting.DASH, COLOURS[day.before_verdict]),
        after_verdict=(verdict_label(day.after_verdict) or formatting.DASH, COLOURS[day.after_verdict]),
    )


def _chart(question: Question, period: Period, one: Compared) -> Chart:
    """Two lines where the figure changes; where only a bound does, the figure with the bound as it was and would be."""
    known = {day.day: day for day in one.days}
    measure = one.after_measure
    scale = SCALES.get(measure.unit, 1)
    unit = {Unit.PERCENT: "percent", Unit.SECONDS: "seconds"}.get(measure.unit, "number")

    def drawn(exact: Fraction | None) -> float | None:
        return None if exact is None else round(float(exact) / scale, 4)

    days = [known.get(day) for day in period.days]
    urls = [reverse("reports:daily", args=[question.site.code, day]) for day in period.days]
    is_bound = question.key in (measure.target, measure.alarm, measure.floor)
    before = Series(
        "previous" if not is_bound else measure.key,
        _("as it was") if not is_bound else _label(question, period, one),
        [drawn(day.before.exact) if day else None for day in days],
        kind="line",
        unit=unit,
        urls=urls,
        details=[formatting.fraction(day.before) if day else "" for day in days],
    )
    after = Series(
        "service_level" if measure.key.startswith("telephony.service_level") else measure.key,
        _("as it would have been"),
        [drawn(day.after.exact) if day else None for day in days],
        kind="line",
        unit=unit,
        urls=urls,
        details=[formatting.fraction(day.after) if day else "" for day in days],
    )
    return Chart(
        key="reports.whatif",
        title=_label(question, period, one),
        categories=[f"{day:%m-%d}" for day in period.days],
        category_label=_("Day"),
        series=[before] if is_bound else [before, after],
        targets=_bounds(question, period, scale) if is_bound else _target(question, period, measure, scale),
        small=True,
    )


def _bounds(question: Question, period: Period, scale: int) -> list[Target]:
    rule = rules.get(question.key)
    old = value(question.key, question.site, on=period.last)
    return [
        Target(f"{word} {wording.amount(rule, bound)}", float(bound) / scale)
        for word, bound in ((_("as it was"), old), (_("as it would have been"), question.value))
    ]


def _target(question: Question, period: Period, measure: Measure, scale: int) -> list[Target]:
    """The target as it stands, where the figure has one."""
    if not measure.target:
        return []
    bound = value(measure.target, question.site, on=period.last)
    text = wording.amount(rules.get(measure.target), bound)
    return [Target(_("target %(value)s") % {"value": text}, float(bound) / scale)]


def _notes(found: WhatIf) -> list[str]:
    missing = len(found.period.days) - max(len(one.days) for one in found.compared)
    notes = []
    if missing:
        notes.append(
            ngettext("%(count)s day has no figures.", "%(count)s days have no figures.", missing)
            % {"count": missing}
        )
    if found.interval_days:
        notes.append(
            ngettext(
                "On %(count)s day some queues come from interval statistics: they stay as the switch counted them.",
                "On %(count)s days some queues come from interval statistics: they stay as the switch counted them.",
                found.interval_days,
            )
            % {"count": found.interval_days}
        )
    return notes
