"""Values go into JSON and come back as they were."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from callcenter.rulebook.kinds import fault, from_json, to_json
from callcenter.rulebook.registry import Kind, Rule


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (Kind.INTEGER, 20, 20),
        (Kind.DECIMAL, Decimal("0.10"), "0.10"),
        (Kind.DECIMAL, Decimal("1E+2"), "100"),
        (Kind.BOOLEAN, False, False),
        (Kind.TIME, datetime.time(12, 0), "12:00"),
        (Kind.TIME, datetime.time(23, 59, 30), "23:59:30"),
        (Kind.DURATION, datetime.timedelta(hours=24), 86_400),
        (Kind.CHOICE, "offered", "offered"),
        (Kind.TEXT, "KS-{seq}", "KS-{seq}"),
    ],
)
def test_value_comes_back_typed_as_it_was(kind: Kind, value: Any, stored: Any) -> None:
    assert to_json(kind, value) == stored
    assert from_json(kind, stored) == value
    assert type(from_json(kind, stored)) is type(value)


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (Kind.INTEGER, True),
        (Kind.INTEGER, "20"),
        (Kind.INTEGER, 2.5),
        (Kind.DECIMAL, "NaN"),
        (Kind.DECIMAL, "Infinity"),
        (Kind.DECIMAL, "ten"),
        (Kind.DECIMAL, True),
        (Kind.BOOLEAN, 1),
        (Kind.TIME, "25:00"),
        (Kind.TIME, 12),
        (Kind.DURATION, 1.5),
        (Kind.DURATION, 10**20),
        (Kind.TEXT, 3),
    ],
)
def test_what_is_not_of_the_kind_is_refused(kind: Kind, stored: Any) -> None:
    with pytest.raises(ValueError, match="is no"):
        from_json(kind, stored)


@pytest.mark.parametrize(("value", "expected"), [(0, "minimum"), (1, ""), (30, ""), (31, "maximum")])
def test_bounds_belong_to_the_allowed_values(value: int, expected: str) -> None:
    rule = Rule("qa.quota", Kind.INTEGER, 3, "…", minimum=1, maximum=30)
    assert fault(rule, value) == expected


def test_choice_outside_the_list_is_refused() -> None:
    rule = Rule("kpi.how", Kind.CHOICE, "a", "…", choices=(("a", "A"), ("b", "B")))
    assert fault(rule, "b") == ""
    assert fault(rule, "c") == "choice"
