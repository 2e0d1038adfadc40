"""Who writes, signs, names the writer of and receives a document."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.delegations.selectors import deputies
from callcenter.people.models import Employee, Site
from reports.documents.models import SUBJECT, Document, Receipt


def reaches(actor: Actor, action: Action, site_id: int) -> bool:
    """Whether the matrix lets the actor do that with documents of the site."""
    reach = scope(actor, action, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)


def may_view(actor: Actor, document: Document) -> bool:
    """Read it and its files."""
    return Document.objects.visible_to(actor).filter(pk=document.pk).exists()


def may_attach(actor: Actor, document: Document) -> bool:
    """Nobody hangs files on a document by hand."""
    return actor is None


def named(user: User) -> Employee | User:
    """The employee behind the log-in, for people to read; the log-in where there is none."""
    return getattr(user, "employee", None) or user


def is_writer_post(actor: Actor, document: Document) -> bool:
    """The actor holds a post that writes such documents at its site."""
    posts = position(actor).posts
    return reaches(actor, Action.CREATE, document.site_id) and bool(
        posts & set(document.document_kind.writers)
    )


def may_write(actor: Actor, document: Document) -> bool:
    """Fill in and submit: the named writer; while there is none, whoever holds the post."""
    if not is_writer_post(actor, document):
        return False
    return document.writer_id in (None, position(actor).employee_id)


def may_assign(actor: Actor, document: Document) -> bool:
    """Name the writer: those who look after the documents of the site, and who takes it over themselves."""
    return actor is None or reaches(actor, Action.EDIT, document.site_id) or is_writer_post(actor, document)


def is_next_reviewer(actor: Actor, document: Document) -> bool:
    """The actor holds the post whose turn it is to sign, or is today's deputy of somebody who does."""
    return holds_next_post(actor, document) or absent_reviewer(actor, document) is not None


def holds_next_post(actor: Actor, document: Document) -> bool:
    """The actor's own post is the next of the chain, at the document's site."""
    chain = document.document_kind.chain
    if document.step >= len(chain):
        return False
    return chain[document.step].post in position(actor).posts and reaches(
        actor, Action.APPROVE, document.site_id
    )


def absent_reviewer(actor: Actor, document: Document) -> Employee | None:
    """Whose deputy the actor is today, of those whose turn it is to sign."""
    absent, chain = position(actor).stands_in_for, document.document_kind.chain
    if not absent or document.step >= len(chain):
        return None
    holders = _holders(document.site, (chain[document.step].post,))
    return next((person for person in holders if person.pk in absent), None)


def is_own(actor: Actor, document: Document) -> bool:
    """The actor wrote or submitted it."""
    return document.submitted_by_id == getattr(actor, "pk", None) or (
        document.writer_id is not None and document.writer_id == position(actor).employee_id
    )


def may_acknowledge(actor: Actor, document: Document) -> bool:
    """Confirm the receipt: who was sent it."""
    return Receipt.objects.filter(document=document, user=getattr(actor, "pk", None)).exists()


def _holders(site: Site, posts: tuple[PostCode, ...]) -> list[Employee]:
    """Who holds one of these posts at the site today and can log in."""
    return list(
        Employee.objects.holding(posts, site.today())
        .filter(site=site, user__is_active=True)
        .select_related("user")
        .distinct()
        .order_by("number")
    )


def writers(document: Document) -> list[Employee]:
    """Everybody who could write it."""
    return _holders(document.site, document.document_kind.writers)


def writing_users(document: Document) -> list[User]:
    """Whom to tell of the writing: the named writer, else all who could be."""
    people = [document.writer] if document.writer else writers(document)
    return [person.user for person in people if person.user]


def reviewing_users(document: Document) -> list[User]:
    """Whom to tell of the signature: those whose turn it is, but not who wrote it."""
    chain = document.document_kind.chain
    step = min(document.step, len(chain) - 1)
    people = _holders(document.site, (chain[step].post,))
    people += deputies((person.pk for person in people), document.site.today()).values()
    return [
        p.user
        for p in people
        if p.user and p.pk != document.writer_id and p.user_id != document.submitted_by_id
    ]


def receiving_users(document: Document) -> list[User]:
    """Whom the signed document goes to."""
    return [
        person.user for person in _holders(document.site, document.document_kind.receivers) if person.user
    ]


def superiors(document: Document) -> list[User]:
    """Whom a report that stays away is escalated to: the next reviewers, then the receivers above them."""
    return reviewing_users(document) or receiving_users(document)
