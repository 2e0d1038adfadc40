"""Charts: data, colours, the table behind each."""

from django.template import Context, Template

from callcenter.web.charts import PALETTE, Chart, Series, colour_of
from callcenter.web.sparks import spark_of
from tests.web.list_urls import CHART


def test_the_same_measure_has_the_same_colour_everywhere() -> None:
    assert colour_of("calls.answered") == colour_of("reports.daily.answered") == colour_of("answered")
    assert all(colour_of(key) in PALETTE for key in ("a", "b.c", "never.seen.before"))


def test_the_table_holds_every_figure_with_its_link() -> None:
    assert CHART.head == ["Half hour", "Offered", "Service level"]
    assert CHART.lines[1] == ("08:30", [("20", "/account/profile/"), ("85.0%", "")])
    assert CHART.lines[2][1] == [("—", "/account/profile/"), ("—", "")]


def test_a_title_cannot_break_out_of_the_data() -> None:
    chart = Chart("x", "</script><b>", ["</script>"], [Series("a", "<b>", [1])])
    html = Template("{% include 'components/chart.html' with chart=chart only %}").render(
        Context({"chart": chart})
    )
    assert "<b>" not in html
    assert html.count("</script>") == 2


def test_a_chart_without_figures_says_so() -> None:
    chart = Chart("x", "Title", ["a"], [Series("a", "A", [None])])
    html = Template("{% include 'components/chart.html' with chart=chart only %}").render(
        Context({"chart": chart})
    )
    assert "There are no figures to draw." in html


def test_a_spark_breaks_its_line_where_there_is_no_value() -> None:
    values = [0.5, 1, None, 0, 0.25]
    spark = spark_of(Chart("x", "Title", list("abcde"), [Series("a", "A", values, "line", "percent")]))
    assert spark.paths == ["M6.0 50.0L253.0 6.0", "M747.0 94.0L994.0 72.0"]
    assert [dot.words for dot in spark.dots] == ["a: 50.0%", "b: 100.0%", "d: 0.0%", "e: 25.0%"]
    assert spark.scale == ["100.0%", "50.0%", "0.0%"]
