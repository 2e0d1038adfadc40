"""Who may import what."""

from callcenter.access.permissions import Actor, require
from callcenter.files.imports import registry
from callcenter.files.imports.registry import Importer
from callcenter.objections import Objection, RuleViolation


def importer_of(kind: str) -> Importer:
    """The importer, or a refusal that names the unknown kind."""
    try:
        return registry.get(kind)
    except KeyError:
        raise RuleViolation(Objection("files.import_unknown_kind", {"kind": kind}, field="kind")) from None


def offered_to(actor: Actor, site_id: int | None) -> list[Importer]:
    """What the actor may import at that site."""
    return [i for i in registry.offered() if i.may_run(actor, site_id if i.needs_site else None)]


def require_may_run(importer: Importer, actor: Actor, site_id: int | None) -> int | None:
    """Refuse who may not; the site the import belongs to, None for kinds that belong to none."""
    site_id = site_id if importer.needs_site else None
    if importer.needs_site and site_id is None:
        raise RuleViolation(Objection("files.import_needs_site", field="site"))
    require(importer.may_run(actor, site_id), Objection("files.import_not_yours").sentence)
    return site_id
