"""Which column feeds which field and how the file is written: to choose from, to keep, and every reason against one."""

import hashlib
import json
from pathlib import Path

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit.services import record
from callcenter.files.imports import access, options, refusals  # noqa: F401  (refusals declares its sentences)
from callcenter.files.imports.models import SavedMapping
from callcenter.files.imports.registry import Importer, Mapping
from callcenter.files.jobs.models import Job
from callcenter.objections import Objection, RuleViolation
from callcenter.tabular import reading


def mapping_key(kind: str, site_id: int | None, sha256: str, mapping: Mapping) -> str:
    """Equal for the same file taken in the same way at the same site."""
    parts = [kind, site_id, sha256, sorted(mapping.columns.items()), mapping.options]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def mappings_for(kind: str, site_id: int | None) -> dict[str, Mapping]:
    """Mappings to choose from: those that come with the product (preset:…) and those saved at the site (saved:…)."""
    found = {f"preset:{name}": mapping for name, mapping in access.importer_of(kind).presets().items()}
    for saved in SavedMapping.objects.filter(site_id=site_id, kind=kind):
        found[f"saved:{saved.name}"] = Mapping(saved.columns, saved.options)
    return found


def named(kind: str, site_id: int | None, name: str) -> Mapping:
    """The mapping of that name, with or without what kind it is ("saved:Monthly", "Monthly"); refused when there is none."""
    offered = mappings_for(kind, site_id)
    for key in (name, f"saved:{name}", f"preset:{name}"):
        if key in offered:
            return offered[key]
    known = ", ".join(sorted(offered)) or "—"
    raise RuleViolation(Objection("files.mapping_unknown", {"name": name, "known": known}, field="mapping"))


def header_of(
    importer: Importer, path: Path, name: str, mapping: Mapping | None = None
) -> tuple[list[str], list[list[str]]]:
    """Column names and samples, read as the mapping says; none for an importer that knows its format and is no table."""
    if not importer.targets:
        return [], []
    stated = options.written_as(mapping.options) if mapping else {}
    return reading.read_header(path, name, has_header=_has_header(importer), **stated)


def _has_header(importer: Importer) -> bool:
    """An importer of files without a header row says `has_header = False`; its columns are then A, B, C…"""
    return bool(getattr(importer, "has_header", True))


def mapping_objections(importer: Importer, header: list[str], mapping: Mapping) -> list[Objection]:
    """Every reason these columns cannot feed the fields, and every reason against the options."""
    labels = {target.key: str(target.label) for target in importer.targets}
    fixed = mapping.options.get("constants") or {}
    given = {*mapping.columns, *(fixed if isinstance(fixed, dict) else ())}
    found = options.objections(importer.options, mapping.options)
    missing = [labels[t.key] for t in importer.targets if t.required and t.key not in given]
    if missing:
        found.append(Objection("files.import_missing_columns", {"targets": ", ".join(missing)}))
    users: dict[str, list[str]] = {}
    for key, column in mapping.columns.items():
        label = labels.get(key, key)
        users.setdefault(column, []).append(label)
        if column not in header:
            found.append(
                Objection("files.import_unknown_column", {"column": column, "target": label}, field=key)
            )
    for column, targets in users.items():
        if len(targets) > 1:
            figures = {"column": column, "targets": ", ".join(targets)}
            found.append(Objection("files.import_column_twice", figures))
    return found


def readings(
    importer: Importer, header: list[str], samples: list[list[str]], mapping: Mapping
) -> dict[str, str]:
    """How the first values are read with these options: option key to a sentence. Empty when the options are wrong."""
    if options.objections(importer.options, mapping.options):
        return {}
    values = dict(zip(header, samples, strict=False))
    found = {target: values.get(column, []) for target, column in mapping.columns.items()}
    return importer.readings(mapping, {target: firsts for target, firsts in found.items() if firsts})


@transaction.atomic
def save_mapping(job: Job, name: str, *, actor: Actor) -> SavedMapping:
    """Keep the job's columns and options under a name for the next file; an older one of that name at the site is replaced."""
    require(actor is None or job.requested_by_id == actor.pk)
    access.require_may_run(access.importer_of(job.kind), actor, job.site_id)
    if not (name := name.strip()[:80]):
        raise RuleViolation(Objection("files.mapping_name", field="save_as"))
    saved, _created = SavedMapping.objects.update_or_create(
        kind=job.kind,
        site_id=job.site_id,
        name=name,
        defaults={
            "columns": job.mapping["columns"],
            "options": job.mapping["options"],
            "saved_by": actor if actor is not None and actor.pk else None,
        },
    )
    record(actor, "files.mapping.saved", saved, after=job.mapping, site_id=job.site_id)
    return saved
