"""What becomes of a message: a new complaint, a contact of one that stands, or nothing; exactly once."""

import logging
from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.files.attachments.services import attach
from callcenter.notifications.delivery.mail import address as public_address
from callcenter.objections import Objection, RuleViolation
from callcenter.rulebook.values import value
from complaints.cases import log
from complaints.cases import services as cases
from complaints.cases.duplicates import linking
from complaints.cases.intake import Intake
from complaints.cases.models import Case, Channel, Means
from complaints.intake import joining
from complaints.intake.links import services as links
from complaints.intake.mail import access, keeping, parsing, rules
from complaints.intake.mail.decoding import without_quotes
from complaints.intake.mail.models import Became, InboundMail, Mailbox
from complaints.intake.mail.parsing import Parsed
from complaints.intake.mail.rules import Named, Reason, Target
from complaints.intake.outbox import services as outbox
from complaints.intake.outbox.addresses import case_ids

MB = 1024 * 1024
MOST_ATTEMPTS = 5  # of a message that stops the worker each time
BATCH = 50
logger = logging.getLogger(__name__)


def treat_waiting() -> int:
    """Treat what waits, oldest first; how many. Any number of workers may do it at once."""
    rows = InboundMail.objects.filter(state=Became.NEW).order_by("received_at", "pk")
    return sum(treat(one) for one in rows.select_related("mailbox")[:BATCH])


def treat(message: InboundMail, *, by_hand: bool = False, actor: Actor = None) -> bool:
    """Make of it what it is; False when somebody else has it or it is done. `by_hand`: a person says it is a complaint."""
    if not keeping.tried(message):
        return False
    try:
        return _treat(message, by_hand=by_hand, actor=actor)
    except RuleViolation as refusal:
        figures = {"why": " ".join(refusal.sentences)}
        return _end(message.pk, Became.FAILED, Reason.REFUSED, figures)
    except Exception as error:
        logger.exception("message %s could not be treated", message.pk)
        message.refresh_from_db()
        if message.attempts < MOST_ATTEMPTS:
            return False
        return _end(message.pk, Became.FAILED, Reason.BROKEN, {"why": type(error).__name__})


@transaction.atomic
def _treat(message: InboundMail, *, by_hand: bool, actor: Actor) -> bool:
    rows = InboundMail.objects.select_for_update(skip_locked=True, of=("self",))
    row = rows.select_related("mailbox__site").filter(pk=message.pk, state=Became.NEW).first()
    if row is None:
        return False
    if row.attempts > MOST_ATTEMPTS:
        return _end(row.pk, Became.FAILED, Reason.BROKEN, {"why": _("stopped the worker each time")})
    with row.raw.open("rb") as file:
        found = parsing.parse(file.read(), most_bytes=value("intake.mail_max_mb", row.mailbox.site) * MB)
    row.sender, row.subject, row.message_id = found.sender, found.subject, found.message_id
    reason = rules.why_ignored(found, own_addresses())
    if by_hand and found.sender:
        reason = None
    if reason is not None:
        _done(row, Became.IGNORED, reason)
        return True
    target = _target(row, found)
    case = Case.objects.select_related("site").get(pk=target.case_id) if target.case_id else None
    if case is not None and joining.is_within_grace(joining.survivor_of(case), timezone.now()):
        _join(row, found, case, target.reason)
    else:
        _record(row, found, case, target, by_hand=by_hand)
    if by_hand:
        audit.record(
            actor, "intake.message.taken", row, after={"case": row.case_id}, site_id=row.mailbox.site_id
        )
    return True


def own_addresses() -> frozenset[str]:
    """The mailboxes' addresses and the one that our letters come from."""
    return rules.known_addresses(
        Mailbox.objects.values_list("address", flat=True), [parseaddr(settings.DEFAULT_FROM_EMAIL)[1]]
    )


def _target(row: InboundMail, found: Parsed) -> Target:
    site = row.mailbox.site_id
    signed = case_ids(found.references)
    standing = set(Case.objects.filter(pk__in=signed, site=site).values_list("pk", flat=True))
    answered = [pk for pk in signed if pk in standing]
    if answered:
        return rules.target(found.sender, answered, [])
    return rules.target(found.sender, [], list(_named(rules.tokens(found.subject), site)))


def _named(tokens: list[str], site: int) -> Iterable[Named]:
    receipts = [
        int(one[3:]) for one in tokens if one.startswith("IN-") and one[3:].isdigit() and len(one) < 20
    ]
    if not tokens:
        return
    rows = Case.objects.filter(
        Q(number__in=tokens) | Q(pk__in=receipts, site=site), site=site
    ).select_related("customer")
    for case in rows.order_by("pk"):
        wrote = InboundMail.objects.filter(case=case).values_list("sender", flat=True)
        own = [case.contact_email, case.customer.email if case.customer else ""]
        yield Named(case.pk, case.reference, rules.known_addresses(own, wrote))


def _join(row: InboundMail, found: Parsed, case: Case, reason: Reason | None) -> None:
    """A contact of the complaint, or of the one that it was merged into."""
    survivor = joining.survivor_of(case)
    words = without_quotes(found.text) or found.subject or _("(no text)")
    row.contact = joining.join(survivor, words, means=Means.EMAIL, from_case=case)
    _attach(survivor, found)
    row.case = survivor
    _done(row, Became.JOINED, reason or Reason.NAMED)


def _record(row: InboundMail, found: Parsed, ended: Case | None, target: Target, *, by_hand: bool) -> None:
    """A new receipt; linked to the complaint that it answers where that ended too long ago."""
    mailbox = row.mailbox
    with translation.override(mailbox.language):
        intake = Intake(
            site=mailbox.site,
            channel=Channel.EMAIL,
            title=rules.title_of(found, _("E-mail without a subject")),
            content=found.text or found.subject or _("(no text)"),
            contact_name=found.sender_name,
            contact_email=found.sender,
        )
    case = cases.record_case(intake, actor=None)
    row.case = case
    reason, figures = (Reason.BY_HAND if by_hand else None), {}
    if ended is not None:
        linking.link(ended, case, words=_("Answer by e-mail after the end"), actor=None)
        reason, figures = Reason.AFTER_GRACE, {"reference": ended.reference}
        log.note(case, "intake_after_grace", actor=None, data=figures)
    elif target.claimed:
        reason, figures = Reason.CLAIMED, {"reference": target.claimed}
        log.note(case, "intake_claims", actor=None, data=figures)
    _attach(case, found)
    token = links.make(case, links.new_form_key(), language=mailbox.language)
    outbox.confirm(
        case,
        to=found.sender,
        language=mailbox.language,
        page=public_address(reverse("intake:status", args=[token])),
        in_reply_to=found.message_id,
        mailbox=mailbox,
    )
    _done(row, Became.CASE, reason, figures)


def _attach(case: Case, found: Parsed) -> None:
    """Every file that may be attached; the names of the others are in the log, and the message itself is kept whole."""
    left_out = list(found.left_out)
    for part in found.parts:
        try:
            attach(case, ContentFile(part.content, name=part.name), actor=None, note=_("From an e-mail"))
        except RuleViolation as refusal:
            if any(one.code != "files.attachment_twice" for one in refusal.objections):
                left_out.append(part.name)
    if left_out:
        log.note(case, "intake_files_left_out", actor=None, data={"names": ", ".join(left_out)[:500]})


def _done(
    row: InboundMail, state: Became, reason: Reason | None, figures: dict[str, Any] | None = None
) -> None:
    row.state, row.reason, row.figures = state, str(reason or ""), figures or {}
    row.handled_at = timezone.now()
    fields = [
        "state",
        "reason",
        "figures",
        "handled_at",
        "case",
        "contact",
        "sender",
        "subject",
        "message_id",
    ]
    row.save(update_fields=fields)
    after = {"state": str(state), "reason": row.reason, "case": row.case.reference if row.case else None}
    audit.record(None, "intake.message.treated", row, after=after, site_id=row.mailbox.site_id)


@transaction.atomic
def _end(pk: int, state: Became, reason: Reason, figures: dict[str, Any]) -> bool:
    row = InboundMail.objects.select_for_update(of=("self",)).select_related("mailbox", "case").get(pk=pk)
    if row.state != Became.NEW:
        return False
    _done(row, state, reason, figures)
    return True


@transaction.atomic
def take_up(message: InboundMail, *, actor: Actor) -> InboundMail:
    """Let a failed message be treated once more, or an ignored one as a person's. The caller treats it after the commit."""
    row = InboundMail.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=message.pk)
    require(access.may_take_up(actor, row.mailbox.site_id))
    if row.state not in (Became.FAILED, Became.IGNORED) or not row.raw:
        raise RuleViolation(Objection("intake.message_done", {"state": row.get_state_display()}))
    row.state, row.handled_at, row.reason, row.attempts = Became.NEW, None, "", 0
    row.save(update_fields=["state", "handled_at", "reason", "attempts"])
    audit.record(actor, "intake.message.taken_up", row, site_id=row.mailbox.site_id)
    return row
