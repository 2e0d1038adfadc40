"""A small line drawn by the server as SVG: no script, no weight, nothing that jumps. For a page's glance at a trend."""

from dataclasses import dataclass

from callcenter.web import cells
from callcenter.web.charts import Chart

WIDTH, HEIGHT, EDGE = 1000, 100, 6  # of the drawing, which the page stretches


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    words: str  # category and value, for the pointer


@dataclass(frozen=True)
class Spark:
    """The first series of a chart. `paths`: the line, broken where there is no value; `scale`: top, middle, bottom."""

    chart: Chart
    paths: list[str]
    dots: list[Dot]
    scale: list[str]
    first: str
    last: str


def spark_of(chart: Chart) -> Spark:
    """Percentages stand between 0 and 100%, all else between 0 and the largest value."""
    series = chart.series[0]
    top = (
        1.0 if series.unit == "percent" else max((v for v in series.values if v is not None), default=0) or 1
    )
    step = (WIDTH - 2 * EDGE) / max(len(series.values) - 1, 1)
    paths: list[list[str]] = [[]]
    dots = []
    for place, value in enumerate(series.values):
        if value is None:
            paths.append([])
            continue
        x, y = (
            round(EDGE + place * step, 1),
            round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * min(value / top, 1), 1),
        )
        paths[-1].append(f"{x} {y}")
        dots.append(Dot(x, y, f"{chart.categories[place]}: {cells.shown(value, series.unit)}"))
    return Spark(
        chart=chart,
        paths=["M" + "L".join(points) for points in paths if len(points) > 1],
        dots=dots,
        scale=[cells.shown(share * top, series.unit) for share in (1, 0.5, 0)],
        first=str(chart.categories[0]) if chart.categories else "",
        last=str(chart.categories[-1]) if chart.categories else "",
    )
