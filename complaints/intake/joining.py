"""What a customer writes about a complaint that stands: it becomes a contact, and its owner hears of it."""

import datetime

from django.utils import timezone

from callcenter.notifications.figures import choice
from callcenter.notifications.services import notify
from callcenter.rulebook.values import value
from complaints.cases import log
from complaints.cases.contacts import services as contacts
from complaints.cases.models import About, Case, Contact, Means

MOST_MERGES = 20  # a survivor may be merged away again: a chain that long is a fault


def survivor_of(case: Case) -> Case:
    """The complaint that stands for this one: itself, unless it was merged."""
    for _step in range(MOST_MERGES):
        if case.merged_into_id is None:
            break
        case = Case.objects.select_related("site", "owner__user").get(pk=case.merged_into_id)
    return case


def is_within_grace(case: Case, at: datetime.datetime) -> bool:
    """Whether what comes now still belongs to it: it runs, or ended no longer ago than `intake.grace_days`."""
    if case.closed_at is None:
        return True
    return at <= case.closed_at + datetime.timedelta(days=value("intake.grace_days", case.site))


def join(
    case: Case,
    words: str,
    *,
    means: Means,
    about: About = About.OTHER,
    from_case: Case | None = None,
    at: datetime.datetime | None = None,
) -> Contact:
    """Keep the words among the contacts of the complaint and tell its owner; in the caller's transaction.

    `from_case`: the merged complaint that the customer wrote to, where it is another one.
    """
    contact = contacts.log_contact(
        case, actor=None, is_ours=False, means=means, about=about, words=words, at=at or timezone.now()
    )
    if from_case is not None and from_case.pk != case.pk:
        log.note(case, "intake_came_to_merged", actor=None, data={"reference": from_case.reference})
    owner = case.owner.user
    if owner is not None and owner.is_active:
        notify(
            "intake.customer_wrote",
            recipients=[owner],
            subject=case,
            figures={"reference": case.reference, "means": choice(contact, "means")},
            key=f"contact:{contact.pk}",
        )
    return contact
