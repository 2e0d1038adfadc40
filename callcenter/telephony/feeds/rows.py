"""Facts that a program sends as rows of JSON: checked and loaded exactly as the same rows in a file would be."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.files.imports.registry import Mapping, Outcome, Source
from callcenter.people.models import Site
from callcenter.telephony import access
from callcenter.telephony.feeds.importers import SENT, FactImporter
from callcenter.telephony.feeds.table import ROW, Table

Row = AnyMapping[str, str | int | float | bool | None]


@transaction.atomic
def load_rows(importer: FactImporter, site: Site, feed: str, rows: Sequence[Row], *, actor: Actor) -> Outcome:
    """Load whole days of the feed; ImportRefused, with nothing written, when a row does not fit.

    Keys are the importer's targets; moments are ISO 8601, without an offset those of the site's clock. The first row
    is number 1 in errors.
    """
    require(access.may_import(actor, site.pk))
    keys = list(dict.fromkeys(key for row in rows for key in row))
    mapping = Mapping({key: key for key in keys}, {"date_format": "iso", "feed": feed})
    source = Source(
        Path(), "API", "", site.pk, mapping, actor, params={SENT: _table(keys, rows), "feed": feed}
    )
    return importer.apply(source)


def _table(keys: list[str], rows: Sequence[Row]) -> Table:
    columns = {key: [_text(row.get(key)) for row in rows] for key in keys}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(keys, pl.String)).with_row_index(ROW, offset=1)
    return Table(keys, frame.with_columns(pl.col(ROW).cast(pl.Int32)))


def _text(value: str | int | float | bool | None) -> str | None:
    """As it would stand in a file; what no file could hold is taken out."""
    if value is None:
        return None
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode()
