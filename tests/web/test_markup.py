"""Cells and selects that are written in Python look exactly as their templates did."""

import datetime

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy

from callcenter.web import markup
from callcenter.web.form_renderer import FormRenderer

CHOICES = [
    ("", "<all>"),
    (1, gettext_lazy("yes")),
    ("a&b", "A & B"),
    ("Group <1>", [("x", "X"), ("y", "Y")]),
]


@pytest.mark.parametrize(
    ("value", "kind", "url", "html"),
    [
        ("<b>", "text", None, "&lt;b&gt;"),
        (None, "text", None, "—"),
        (1234, "number", "/a/?b=1&c=2", '<a href="/a/?b=1&amp;c=2">1,234</a>'),
        (75, "seconds", None, "1:15"),
        (datetime.date(2026, 3, 2), "date", None, "2026-03-02"),
        (
            ("Lost <1>", "red"),
            "badge",
            None,
            '<span class="badge badge-state badge-red">Lost &lt;1&gt;</span>',
        ),
        (("Lost", ""), "badge", None, '<span class="badge badge-state badge-grey">Lost</span>'),
        (None, "badge", None, "—"),
        (None, "bool", None, "—"),
    ],
)
def test_a_value_is_written_by_its_kind_and_escaped(value: object, kind: str, url: str, html: str) -> None:
    assert markup.inside(value, kind, url) == html


def test_yes_and_no_are_marks_with_a_word() -> None:
    assert 'aria-label="yes"' in markup.inside(True, "bool", None)
    assert 'aria-label="no"' in markup.inside(False, "bool", None)


def test_a_cell_names_its_column_for_phones() -> None:
    opening = markup.opening("text", 'What "they" said', wraps=True)
    assert opening == '<td class="cell-text cell-wrap" data-label="What &quot;they&quot; said">'


def test_a_cell_that_says_nothing_is_marked_for_phones_to_leave_out() -> None:
    opening = markup.opening("text", "Reason")
    assert 'class="cell-none cell-text"' in markup.cell(opening, markup.inside(None, "text", None))
    assert "cell-none" not in markup.cell(opening, markup.inside(0, "number", None))


@pytest.mark.parametrize(
    "widget",
    [
        forms.Select({"class": "form-select", "required": True, "disabled": False}, CHOICES),
        forms.SelectMultiple({"data-x": '"quoted"'}, CHOICES),
        forms.Select(choices=[]),
    ],
)
@pytest.mark.parametrize("value", ["", 1, "a&b", ["x", "y"], None])
def test_a_select_is_drawn_as_django_draws_it(widget: forms.Select, value: object) -> None:
    def drawn(renderer: DjangoTemplates) -> str:
        return "".join(line.strip() for line in widget.render("name", value, None, renderer).splitlines())

    assert drawn(FormRenderer()) == drawn(DjangoTemplates())
