"""Finding a complaint by what people call it: its number, or its receipt."""

from django.http import Http404

from callcenter.access.permissions import Actor
from callcenter.accounts.models import User
from callcenter.web.cells import moment
from callcenter.web.search import PER_PROVIDER, Hit
from complaints.cases.dossier import Case, receipt_of


def of_reference(reference: str) -> Case | None:
    """The complaint of that number or receipt, whoever asks; None when there is none."""
    rows = Case.objects.select_related("site", "owner__user", "customer", "cause", "taker", "about")
    receipt = receipt_of(reference)
    if receipt is not None:
        return rows.filter(pk=receipt).first()
    return rows.filter(number=reference).first()


def visible_case(user: Actor, reference: str) -> Case:
    """The same where the user may see it; 404 otherwise."""
    found = visible(user, reference)
    if found is None:
        raise Http404
    return found


def visible(user: Actor, reference: str) -> Case | None:
    """The same where the user may see it; None otherwise."""
    found = of_reference(reference)
    return found if found is not None and Case.objects.visible_to(user).filter(pk=found.pk).exists() else None


def found(user: User, text: str) -> list[Hit]:
    """What the global search finds: complaints in sight in which every word is found, the latest first."""
    rows = Case.objects.listed_to(user).matching(text).defer("search").order_by("-received_at", "-pk")
    return [
        Hit(
            str(one),
            f"{one.get_state_display()} · {moment(one.received_at)}",
            one.get_absolute_url(),
            "message-report",
        )
        for one in rows[:PER_PROVIDER]
    ]
