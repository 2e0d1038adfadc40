"""How the database is emptied after a test that committed: its few rows are deleted, where Django truncates every table.
What migrations wrote stays.

Truncating makes a file for each table and index, and Django then writes content types and permissions anew: 0.4 s after
each of some hundred tests, against 0.02 s.
"""

from typing import Any

from django.db import OperationalError, ProgrammingError, connections, transaction
from django.test import TransactionTestCase

KEPT = frozenset({"django_migrations", "django_content_type", "auth_permission"})
LARGE_BYTES = 32 * 1024 * 1024  # from here on truncating is the faster way, and leaves no dead rows behind
_flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
_tables: dict[str, list[str]] = {}
_first_rows: dict[tuple[str, str], int] = {}  # database and table: the highest id that migrations wrote


def instead_of_truncating() -> None:
    """From now on tests that commit are cleaned up after by `empty`."""
    TransactionTestCase._fixture_teardown = _teardown  # type: ignore[attr-defined]


def remember(alias: str = "default") -> None:
    """Note which rows migrations wrote (catalogues that a center starts with): they stay. Called once the database is made."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for table in _emptied(alias):
            key = connection.introspection.get_primary_key_column(cursor, table)
            if key == "id":
                cursor.execute(f"SELECT max(id) FROM {connection.ops.quote_name(table)}")
                highest = cursor.fetchone()[0]
                if isinstance(highest, int):
                    _first_rows[alias, table] = highest


def _emptied(alias: str) -> list[str]:
    if alias not in _tables:
        found = connections[alias].introspection.django_table_names(only_existing=True, include_views=False)
        _tables[alias] = sorted(set(found) - KEPT)
    return _tables[alias]


def _teardown(case: Any) -> None:
    if not all(empty(alias) for alias in case._databases_names(include_mirrors=False)):
        _flush(case)


def empty(alias: str) -> bool:
    """Delete all rows, past foreign keys and triggers; False where they are very many or the log-in may not do that."""
    connection = connections[alias]
    tables = _emptied(alias)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_relation_size(relid)), 0) FROM pg_stat_user_tables WHERE schemaname = 'public'"
        )
        if cursor.fetchone()[0] > LARGE_BYTES:
            return False
    deletions = "; ".join(_deletion(alias, table) for table in tables)
    try:
        with transaction.atomic(alias), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL session_replication_role = replica; {deletions}")
    except (OperationalError, ProgrammingError):
        return False
    return True


def _deletion(alias: str, table: str) -> str:
    kept = _first_rows.get((alias, table))
    only = f" WHERE id > {kept}" if kept is not None else ""
    return f"DELETE FROM {connections[alias].ops.quote_name(table)}{only}"
