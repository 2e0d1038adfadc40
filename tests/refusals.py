"""How tests read a refusal: what a service names, and that the database refuses what gets past the service."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from callcenter.objections import RuleViolation


def codes(refusal: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    """What spoke against it, in the order told; every sentence has its figures."""
    assert not [sentence for sentence in refusal.value.sentences if "%(" in sentence]
    return [objection.code for objection in refusal.value.objections]


def refused(act: Callable[..., object], *args: Any, **fields: Any) -> list[str]:
    """What the service named when it refused this."""
    with pytest.raises(RuleViolation) as refusal:
        act(*args, **fields)
    return codes(refusal)


def refused_by_the_database(constraint: str, write: Callable[..., object], *args: Any, **fields: Any) -> None:
    """The constraint refuses the write, at the latest when its transaction would end."""
    with pytest.raises(IntegrityError, match=constraint):
        _written(write, *args, **fields)


@transaction.atomic
def _written(write: Callable[..., object], *args: Any, **fields: Any) -> None:
    """Write, and check now what is otherwise checked when the transaction ends."""
    write(*args, **fields)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
