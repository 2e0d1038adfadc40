"""Database pieces that migrations import: exclusion without contrib extensions, and the append-only guard."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

StrOrPromise = str | Promise


def one_value_range(column: str) -> Func:
    """`column` (a bigint) as the range that holds just it: equality that GiST can index without btree_gist."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


def no_overlap(
    *columns: str, period: str, name: str, message: StrOrPromise, condition: Q | None = None
) -> ExclusionConstraint:
    """Refuse two rows with equal `columns` whose `period` ranges share a moment."""
    expressions: list[tuple[str | Combinable, str]] = [
        (one_value_range(column), RangeOperators.OVERLAPS) for column in columns
    ]
    expressions.append((period, RangeOperators.OVERLAPS))
    return ExclusionConstraint(
        name=name,
        expressions=expressions,
        condition=condition,
        violation_error_message=message,  # type: ignore[arg-type]
    )


def append_only(table: str) -> tuple[str, str]:
    """SQL that makes `table` refuse UPDATE and DELETE, and the SQL that undoes it (for RunSQL)."""
    forward = f"""
        CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{table} is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
        END $$;
        CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only();
    """
    backward = f"DROP TRIGGER {table}_is_append_only ON {table}; DROP FUNCTION {table}_is_append_only();"
    return forward, backward
