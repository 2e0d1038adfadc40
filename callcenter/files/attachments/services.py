"""Hanging files on a record, and taking them off."""

import unicodedata
from collections.abc import Sequence
from pathlib import PurePath
from typing import IO, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor, require
from callcenter.audit.services import record as write_record
from callcenter.files.attachments import kinds, registry
from callcenter.files.attachments.models import Attachment
from callcenter.files.checksums import sha256_of
from callcenter.objections import Objection, RuleViolation, define
from callcenter.tabular.content import in_megabytes

define(
    {
        "files.attachment_empty": _("The file “%(name)s” is empty."),
        "files.attachment_size": _("The file has %(size)s; at most %(limit)s may be attached."),
        "files.attachment_kind": _(
            "“%(name)s” cannot be attached. Its ending must be one of %(endings)s, and its content must be of that kind."
        ),
        "files.attachment_twice": _("“%(name)s” with this very content is attached already."),
    }
)


def clean_name(name: str) -> str:
    """The sender's file name without folders, control or direction characters; never empty, at most 255 long."""
    plain = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    plain = plain.strip(" .") or "file"
    stem, ending = PurePath(plain).stem, PurePath(plain).suffix[:20]
    return stem[: 255 - len(ending)] + ending


def objections(name: str, size: int, media_type: str) -> list[Objection]:
    """Every reason against this file."""
    found = []
    limit = settings.FILES_ATTACHMENT_BYTES
    if not size:
        found.append(Objection("files.attachment_empty", {"name": name}, field="file"))
    if size > limit:
        figures = {"size": in_megabytes(size), "limit": in_megabytes(limit)}
        found.append(Objection("files.attachment_size", figures, field="file"))
    if size and not media_type:
        figures = {"name": name, "endings": ", ".join(kinds.KINDS)}
        found.append(Objection("files.attachment_kind", figures, field="file"))
    return found


def attach(record: models.Model, file: File, *, actor: Actor, note: str = "") -> Attachment:
    """Hang one file on the record; see `attach_all`."""
    return attach_all(record, [file], actor=actor, note=note)[0]


def attach_all(
    record: models.Model, files: Sequence[File], *, actor: Actor, note: str = ""
) -> list[Attachment]:
    """Hang the files on the record, all or none of them.

    Refused by size, kind by content, or when this very file hangs there already. What was stored is deleted again when
    anything goes wrong here; what a later rollback leaves in the storage, `orphans.drop` finds.
    """
    stored: list[FieldFile] = []
    try:
        with transaction.atomic():
            held = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
            require(actor is None or registry.may_edit(actor, held))
            made = _checked(held, files)
            for attachment, file in zip(made, files, strict=True):
                attachment.note = note[:200]
                attachment.uploaded_by_id = actor.pk if actor is not None else None
                attachment.file.save(attachment.name, file, save=False)
                stored.append(attachment.file)
                attachment.save()
                after = {"name": attachment.name, "size": attachment.size, "sha256": attachment.sha256}
                write_record(actor, "files.attachment.added", held, after=after, reason=note)
            return made
    except BaseException:
        for left in stored:
            left.storage.delete(str(left.name))
        raise


def _checked(held: models.Model, files: Sequence[File]) -> list[Attachment]:
    """The attachments as they will be; refused with every reason against any of the files."""
    known = set(files_of(held).values_list("sha256", "name"))
    made, found = [], []
    for file in files:
        name, size = clean_name(file.name or ""), file.size or 0
        media_type = kinds.media_type_of(name, cast(IO[bytes], file)) if size else ""
        found += objections(name, size, media_type)
        sha256 = sha256_of(file)
        if size and (sha256, name) in known:
            found.append(Objection("files.attachment_twice", {"name": name}, field="file"))
        known.add((sha256, name))
        made.append(Attachment(subject=held, name=name, size=size, media_type=media_type, sha256=sha256))
    if found:
        raise RuleViolation(found)
    return made


@transaction.atomic
def remove(attachment: Attachment, *, actor: Actor, reason: str = "") -> None:
    """Take the file off its record and delete it; the trail keeps its name and checksum."""
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    held = attachment.subject
    require(actor is None or (held is not None and registry.may_edit(actor, held)))
    before = {"name": attachment.name, "size": attachment.size, "sha256": attachment.sha256}
    storage, stored = attachment.file.storage, str(attachment.file.name)
    attachment.delete()
    write_record(actor, "files.attachment.removed", held, before=before, reason=reason)
    transaction.on_commit(lambda: storage.delete(stored))


def files_of(record: models.Model) -> models.QuerySet[Attachment]:
    """The record's files, newest first."""
    kind = ContentType.objects.get_for_model(record)
    return Attachment.objects.filter(subject_type=kind, subject_id=record.pk).select_related(
        "uploaded_by__employee"
    )
