"""Lists of inbound messages, letters and mailboxes."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.intake.mail.models import Became, InboundMail, Mailbox
from complaints.intake.mail.wording import reason, state
from complaints.intake.outbox.models import MailKind, MailState, OutboundMail

LETTER_COLOURS = {MailState.WAITING: "yellow", MailState.SENT: "green", MailState.DEAD: "red"}


class MessageFilter(django_filters.FilterSet):
    """By words, state, mailbox, day."""

    q = django_filters.CharFilter(method="search", label=_("Sender, subject or number"))
    state = django_filters.MultipleChoiceFilter(choices=Became.choices, label=_("State"))
    mailbox = django_filters.CharFilter(
        field_name="mailbox__address", lookup_expr="icontains", label=_("Mailbox")
    )
    received = django_filters.DateFromToRangeFilter(field_name="received_at", label=_("Received"))

    class Meta:
        model = InboundMail
        fields: list[str] = []

    def search(self, rows: QuerySet[InboundMail], name: str, value: str) -> QuerySet[InboundMail]:
        found = Q(sender__icontains=value) | Q(subject__icontains=value)
        digits = value.strip().upper().removeprefix("EM-")
        if digits.isascii() and digits.isdigit() and len(digits) < 18:
            found |= Q(pk=int(digits))
        return rows.filter(found | Q(case__number__iexact=value.strip()))


MESSAGES = Listing(
    key="intake.messages",
    title=_("Inbound messages"),
    columns=(
        Column("number", pgettext_lazy("message", "Number"), lambda m: f"EM-{m.pk:06d}", sort="pk", link=lambda m: m.get_absolute_url()),
        Column("received_at", _("Received"), lambda m: m.received_at, kind="datetime", sort="received_at"),
        Column("sender", pgettext_lazy("sender", "From"), lambda m: m.sender, sort="sender", wrap=True),
        Column("subject", _("Subject"), lambda m: m.subject, wrap=True),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column("reason", _("Why"), reason, wrap=True),
        Column("case", _("Complaint"), lambda m: m.case.reference if m.case else "", link=lambda m: m.case.get_absolute_url() if m.case else ""),
        Column("mailbox", _("Mailbox"), lambda m: m.mailbox, sort="mailbox__address", default=False),
        Column("size", _("Size"), lambda m: f"{m.size / 1024:.0f} kB", sort="size", default=False),
    ),
    ordering=("-received_at", "-pk"),
    filterset=MessageFilter,
    export_subject="",
    empty_title=_("No messages yet"),
    empty_text=_("Every e-mail that comes to a mailbox shows here, with what became of it."),
)  # fmt: skip


class LetterFilter(django_filters.FilterSet):
    """By words, state, kind."""

    q = django_filters.CharFilter(method="search", label=_("Address or number"))
    state = django_filters.MultipleChoiceFilter(choices=MailState.choices, label=_("State"))
    kind = django_filters.MultipleChoiceFilter(choices=MailKind.choices, label=_("Kind"))

    class Meta:
        model = OutboundMail
        fields: list[str] = []

    def search(self, rows: QuerySet[OutboundMail], name: str, value: str) -> QuerySet[OutboundMail]:
        return rows.filter(Q(to__icontains=value) | Q(case__number__iexact=value.strip()))


LETTERS = Listing(
    key="intake.letters",
    title=_("Confirmations"),
    columns=(
        Column("made_at", _("Written"), lambda m: m.made_at, kind="datetime", sort="made_at"),
        Column("kind", _("Kind"), lambda m: m.get_kind_display(), sort="kind"),
        Column("to", _("To"), lambda m: m.to, sort="to", wrap=True),
        Column("case", _("Complaint"), lambda m: m.case.reference, link=lambda m: m.case.get_absolute_url()),
        Column("state", _("State"), lambda m: (m.get_state_display(), LETTER_COLOURS[MailState(m.state)]), kind="badge", sort="state"),
        Column("ended_at", _("Sent"), lambda m: m.ended_at, kind="datetime", sort="ended_at"),
        Column("attempts", _("Attempts"), lambda m: m.attempts, sort="attempts", default=False),
        Column("trouble", _("Trouble"), lambda m: m.trouble, wrap=True),
    ),
    ordering=("-made_at", "-pk"),
    filterset=LetterFilter,
    export_subject="",
    empty_title=_("No confirmations yet"),
    empty_text=_("What customers are told by e-mail of their complaint shows here, with whether it went out."),
)  # fmt: skip


def works(mailbox: Mailbox) -> tuple[str, str]:
    """Whether it is read, as a badge."""
    if not mailbox.is_active:
        return str(_("Out of use")), "grey"
    if mailbox.failing_since is not None:
        return str(_("Fails")), "red"
    if not mailbox.host:
        return str(_("By webhook only")), "blue"
    return (str(_("Works")), "green") if mailbox.checked_at else (str(_("Not looked at yet")), "yellow")
