"""What customers do without logging in: send a complaint, add a message, withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from callcenter.files.attachments.services import attach_all
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from complaints.cases import services as cases
from complaints.cases.finishing import withdraw as withdraw_case
from complaints.cases.intake import Intake
from complaints.cases.models import About, Case, Channel, Means
from complaints.customers.phones import phone_key
from complaints.intake import joining, limits
from complaints.intake.links import services as links
from complaints.intake.links.models import CustomerWord, StatusLink
from complaints.intake.outbox import services as outbox

WITHDRAWN_ONLINE = "客户在投诉页面撤回。Withdrawn by the customer on their page."


@dataclass(frozen=True)
class Received:
    """What the customer is shown: the complaint and the secret of its page."""

    case: Case
    token: str


@transaction.atomic
def receive(
    site: Site,
    facts: Mapping[str, Any],
    *,
    form_key: str,
    sender: str = "",
    files: Sequence[File] = (),
    page_of: Any = None,
) -> Received:
    """A complaint from the open form, with its files, its secret page and the confirmation by e-mail.

    The same form sent twice is one complaint. `sender`: the address it came from; `page_of(token)` gives the full
    address of the page. Refused where the form is closed, or the sender has sent enough for an hour.
    """
    sender_hash = limits.sender_hash(sender)
    phone = phone_key(facts.get("contact_phone", ""), country=site.country)
    limits.one_at_a_time(form_key, sender_hash, phone)
    link = StatusLink.objects.filter(form_hash=links.hashed(form_key)).select_related("case").first()
    if link is not None:
        return Received(link.case, links.token_of(form_key))
    if not value("intake.web_open", site):
        raise RuleViolation(Objection("intake.web_closed", rules=("intake.web_open",)))
    if found := limits.form_objections(site, sender_hash, phone):
        raise RuleViolation(found)
    case = cases.record_case(Intake(site=site, channel=Channel.WEB, **facts), actor=None)
    if files:
        attach_all(case, files, actor=None)
    cases.submit(case, actor=None)
    language = get_language() or "en"
    token = links.make(case, form_key, language=language, sender_hash=sender_hash, phone_key=phone)
    if case.contact_email:
        page = page_of(token) if page_of else ""
        outbox.confirm(case, to=case.contact_email, language=language, page=page)
    return Received(case, token)


@transaction.atomic
def add_word(link: StatusLink, text: str, *, form_key: str) -> Case:
    """What the customer writes on their page: it stands among the contacts, the owner hears of it.

    A merged complaint's goes to its survivor. Refused when it is over for longer than `intake.grace_days`.
    """
    link = StatusLink.objects.select_for_update(of=("self",)).select_related("case__site").get(pk=link.pk)
    form_hash = links.hashed(form_key)
    case = joining.survivor_of(link.case)
    if CustomerWord.objects.filter(form_hash=form_hash).exists():
        return case
    found = limits.word_objections(link)
    if not joining.is_within_grace(case, timezone.now()):
        found.append(Objection("intake.over", rules=("intake.grace_days",)))
    if found:
        raise RuleViolation(found)
    CustomerWord.objects.create(link=link, text=text, form_hash=form_hash)
    joining.join(case, text, means=Means.MESSAGE, about=About.OTHER, from_case=link.case)
    return case


@transaction.atomic
def withdraw(link: StatusLink, *, reason: str) -> Case:
    """The customer lets it rest: the procedure ends that day (P55)."""
    link = StatusLink.objects.select_for_update(of=("self",)).select_related("case__site").get(pk=link.pk)
    return withdraw_case(link.case, actor=None, words=reason or WITHDRAWN_ONLINE)
