"""Reading attachments: the record that they hang on decides who may."""

from django.db import models

from callcenter.access.permissions import Actor
from callcenter.files.attachments import registry
from callcenter.files.attachments.models import Attachment


def visible(pk: int, *, actor: Actor) -> Attachment | None:
    """The attachment, if the actor may see its record's files; None otherwise."""
    found = Attachment.objects.select_related("subject_type", "uploaded_by").filter(pk=pk).first()
    if found is None or found.subject is None or not registry.may_view(actor, found.subject):
        return None
    return found


def visible_record(label: str, pk: int, *, actor: Actor) -> models.Model | None:
    """The record of that kind ("people.employee"), if it holds files and the actor may see them; None otherwise."""
    try:
        model = registry.holder(label).model
    except KeyError:
        return None
    record: models.Model | None = model._default_manager.filter(pk=pk).first()
    return record if record is not None and registry.may_view(actor, record) else None
