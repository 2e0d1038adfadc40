"""What of the database goes into a backup: its tables with their columns, partitions and sequences, as they stand."""

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

# Made anew by `migrate`, or worth nothing elsewhere: whoever reads an archive must not get a session that is open.
WITHOUT_ROWS = frozenset({"django_session", "usersessions_usersession"})
LEFT_OUT = frozenset({"django_migrations"})

TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname
"""
PARTITIONS = """
    SELECT c.relname, p.relname, pg_get_expr(c.relpartbound, c.oid)
    FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
    WHERE c.relispartition AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname
"""
SEQUENCES = """
    SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""


@dataclass(frozen=True)
class Table:
    """A table with rows of its own, and the columns that are stored, in their order."""

    name: str
    columns: list[str]


@dataclass(frozen=True)
class Partition:
    """A part of a partitioned table, and the sentence of SQL that says which rows it takes."""

    name: str
    parent: str
    bound: str


@dataclass(frozen=True)
class Sequence:
    name: str
    last_value: int
    is_called: bool


def quoted(name: str) -> str:
    """The name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def tables(cursor: CursorWrapper) -> list[Table]:
    """Every table but those that are left out."""
    cursor.execute(TABLES)
    return [Table(name, columns) for name, columns in cursor.fetchall() if name not in LEFT_OUT]


def partitions(cursor: CursorWrapper) -> list[Partition]:
    """Every partition."""
    cursor.execute(PARTITIONS)
    return [Partition(*row) for row in cursor.fetchall()]


def sequences(cursor: CursorWrapper) -> list[Sequence]:
    """Where every sequence stands now."""
    cursor.execute(SEQUENCES)
    found = []
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT last_value, is_called FROM {quoted(name)}")  # noqa: S608  (names out of the catalogue)
        found.append(Sequence(name, *cursor.fetchone()))
    return found


def migrations(cursor: CursorWrapper) -> list[tuple[str, str]]:
    """The migrations that made this database, by app and name; none in one without tables."""
    cursor.execute("SELECT to_regclass('public.django_migrations')")
    if cursor.fetchone()[0] is None:
        return []
    cursor.execute("SELECT DISTINCT app, name FROM django_migrations ORDER BY app, name")
    return [(app, name) for app, name in cursor.fetchall()]
