"""The workbook that people fill in: a kind's columns, and what belongs into them."""

import tempfile
from typing import IO

from django.utils.translation import gettext as _

from callcenter.files.imports.registry import Importer
from callcenter.tabular.workbook import Column, Sheet, write_workbook


def template_of(importer: Importer) -> IO[bytes]:
    """An empty workbook with the columns of that import, an example row, and a sheet that explains; at its start."""
    columns = [Column(target.label) for target in importer.targets]
    example = [tuple(target.example for target in importer.targets)]
    rows = example if any(example[0]) else []
    explained = [
        (target.label, f"{target.help} {_('Required.') if target.required else ''}".strip())
        for target in importer.targets
    ]
    spool = tempfile.TemporaryFile()  # noqa: SIM115  (who answers with it closes it)
    write_workbook(spool, [Sheet(importer.label, columns, rows)], definitions=explained, title=importer.label)
    spool.seek(0)
    return spool
