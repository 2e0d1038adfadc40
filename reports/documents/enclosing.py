"""The workbook of a signed report as its e-mail carries it: the frozen figures in the reader's language."""

import io
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.utils.translation import get_language

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.accounts.models import User
from callcenter.notifications.enclosures import Enclosure
from callcenter.tabular.workbook import XLSX
from reports.documents import workbook
from reports.documents.models import SUBJECT, Document, FigureVersion


def workbook_of(pk: int | None, figures: Mapping[str, Any], reader: User) -> Enclosure | None:
    """The workbook of the version that was distributed; None for whoever may not take such reports away."""
    if pk is None or not may(reader, Action.EXPORT, SUBJECT):
        return None
    document = Document.objects.visible_to(reader).select_related("site", "writer").filter(pk=pk).first()
    version = figures.get("version")
    if document is None or version is None:
        return None
    key = (SUBJECT, document.pk, version, get_language())
    return Enclosure(key, workbook.file_name(document), XLSX, partial(_drawn, document, version))


def _drawn(document: Document, number: int) -> bytes:
    buffer = io.BytesIO()
    version = FigureVersion.objects.get(document=document, number=number)
    workbook.write(document, buffer, version=version)
    return buffer.getvalue()
