"""Who may change the rulebook."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from callcenter.rulebook.registry import Rule

SUBJECT = "rulebook.value"


def may_set(actor: Actor, rule: Rule, site: Site | None) -> bool:
    """A site's value: the posts that the rule names, at their site. The company's: those whose reach is every site."""
    reach = scope(actor, Action.EDIT, SUBJECT)
    where = position(actor)
    if reach is Scope.ALL:
        return PostCode.SYSADMIN in where.posts or bool(where.posts & rule.editable_by)
    if site is None or not where.posts & rule.editable_by:
        return False
    return reach is Scope.SITE and site.pk in where.site_ids
