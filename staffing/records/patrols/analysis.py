"""The Patrol Record Analysis as charts and as a workbook."""

from typing import IO

from django.utils.translation import gettext as _

from callcenter.people.models import Site
from callcenter.tabular.workbook import Column, Sheet, write_workbook
from callcenter.web import cells
from callcenter.web.charts import Chart, Series
from staffing.records.patrols.selectors import WeekOfPatrols


def charts(site: Site, week: WeekOfPatrols) -> list[Chart]:
    """Findings by point, and patrols with findings over the hours of the day."""
    by_item = Chart(
        "patrols.items",
        _("Findings by point"),
        [str(item) for item, _found, _corrected in week.by_item],
        [
            Series("found", _("Findings"), [found for _item, found, _corrected in week.by_item]),
            Series("corrected", _("Corrected"), [corrected for _item, _found, corrected in week.by_item]),
        ],
        category_label=_("Point"),
        small=True,
    )
    shown = [hour for hour in range(24) if week.patrols_by_hour[hour]]
    by_hour = Chart(
        "patrols.hours",
        _("Patrols and findings by hour"),
        [f"{hour:02}:00" for hour in shown],
        [
            Series("patrols", _("Patrols"), [week.patrols_by_hour[hour] for hour in shown]),
            Series("found", _("Findings"), [week.by_hour[hour] for hour in shown]),
        ],
        category_label=_("Hour"),
        small=True,
    )
    return [chart for chart in (by_item, by_hour) if not chart.is_empty]


def write(stream: IO[bytes], site: Site, week: WeekOfPatrols, measures: str) -> None:
    """The analysis as a workbook: summary, points, teams, hours, persons."""
    summary = Sheet(
        _("Summary"),
        [Column(_("What")), Column(_("Value"), wrap=True)],
        [
            (_("Site"), str(site)),
            (_("Week from"), cells.date(week.week)),
            (_("Patrols"), week.patrols),
            (_("Findings"), week.findings),
            (_("Corrected on the spot"), week.corrected),
            (_("Recorded late"), week.recorded_late),
            (_("Measures"), measures),
        ],
    )
    items = Sheet(
        _("Points"),
        [Column(_("Point")), Column(_("Findings"), "number"), Column(_("Corrected"), "number")],
        [(str(item), found, corrected) for item, found, corrected in week.by_item],
    )
    teams = Sheet(
        _("Teams"),
        [Column(_("Team")), Column(_("Patrols"), "number"), Column(_("Findings"), "number")],
        [(str(team or _("The whole floor")), walked, found) for team, walked, found in week.by_team],
    )
    hours = Sheet(
        _("Hours"),
        [Column(_("Hour")), Column(_("Patrols"), "number"), Column(_("Findings"), "number")],
        [(f"{hour:02}:00", week.patrols_by_hour[hour], week.by_hour[hour]) for hour in range(24)],
    )
    persons = Sheet(
        _("Found repeatedly"),
        [
            Column(_("Employee number")),
            Column(_("Name")),
            Column(_("Findings"), "number"),
            Column(_("Points")),
        ],
        [(person.number, str(person), count, ", ".join(points)) for person, count, points in week.repeated],
    )
    write_workbook(stream, [summary, items, teams, hours, persons], title=_("Patrol record analysis"))
