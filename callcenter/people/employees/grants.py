"""Who may give and take posts: nobody to themselves, an administrator's only by an administrator."""

from collections.abc import Mapping

from callcenter.access.permissions import Actor, position
from callcenter.access.posts import PostCode
from callcenter.objections import Objection
from callcenter.people.employees.rules import Span
from callcenter.people.organisation.models import Post


def grant_objections(actor: Actor, employee_id: int, post: Post, *, field: str = "value") -> list[Objection]:
    """Nobody gives themselves a post, and only an administrator makes an administrator."""
    if actor is None:
        return []
    found = []
    standing = position(actor)
    if standing.employee_id == employee_id:
        found.append(Objection("people.own_post", {}, field))
    if post.code == PostCode.SYSADMIN and PostCode.SYSADMIN not in standing.posts:
        found.append(Objection("people.administrator_only", {}, field))
    return found


def revocation_objections(
    actor: Actor, before: list[Span], after: list[Span], codes: Mapping[int, str], *, field: str = "value"
) -> list[Objection]:
    """Only an administrator shortens, moves or ends a period in which somebody is an administrator.

    `before` and `after` are main posts as spans hold them, (post, department); `codes`: post to its code.
    """
    touched = {codes[span.value[0]] for span in before if span not in after}
    if actor is None or PostCode.SYSADMIN not in touched or PostCode.SYSADMIN in position(actor).posts:
        return []
    return [Objection("people.administrator_post", {}, field)]
