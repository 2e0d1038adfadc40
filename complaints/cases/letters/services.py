"""Writing a letter from a template, sending it out, and changing the templates."""

import re
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, require, scope, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from complaints.cases import moving
from complaints.cases.contacts.models import About, Letter, Means
from complaints.cases.contacts.services import log_contact
from complaints.cases.dossier import SUBJECT, Case
from complaints.cases.finishing import convey
from complaints.cases.letters import fields
from complaints.cases.letters.models import LetterTemplate, LetterTemplateVersion, Purpose
from complaints.cases.letters.values import values_of
from complaints.cases.permits import require_service
from complaints.cases.states import Outcome, State

LANGUAGES = ("en", "zh-hans")
ABOUT = {
    Purpose.ACKNOWLEDGEMENT: About.ACKNOWLEDGEMENT,
    Purpose.QUESTION: About.QUESTION,
    Purpose.PROGRESS: About.PROGRESS,
    Purpose.APOLOGY: About.APOLOGY,
}
FITS = {
    Purpose.UPHELD: Outcome.SUBSTANTIATED,
    Purpose.PARTLY: Outcome.PARTLY,
    Purpose.NOT_UPHELD: Outcome.NOT_SUBSTANTIATED,
}


@dataclass(frozen=True)
class Texts:
    """A template's words in both languages."""

    subject_en: str
    body_en: str
    subject_zh: str
    body_zh: str


def current(template: LetterTemplate, site: Site) -> LetterTemplateVersion:
    """The version that holds at the site: its own latest, else the one for every site."""
    rows = template.versions.filter(Q(site=site) | Q(site=None)).select_related("template")
    found = rows.filter(site=site).first() or rows.filter(site=None).first()
    assert found is not None  # the first migration makes one for each template
    return found


def may_edit_templates(actor: Actor, site: Site) -> bool:
    """The director and the center manager of the site."""
    return scope(actor, Action.APPROVE, SUBJECT) is Scope.SITE and site.pk in position(actor).site_ids


@transaction.atomic
def save_version(
    template: LetterTemplate, site: Site, texts: Texts, *, actor: Actor
) -> LetterTemplateVersion:
    """Change the words for the site: a new version; letters that were written keep theirs."""
    template = LetterTemplate.objects.select_for_update().get(pk=template.pk)
    require(may_edit_templates(actor, site))
    given, found = asdict(texts), []
    for name, text in given.items():
        if not text.strip():
            found.append(Objection("letters.text_needed", {}, name))
        found += fields.faults(text, is_decision=template.is_decision, field=name)
    if found:
        raise RuleViolation(found)
    before = current(template, site)
    last = template.versions.values_list("number", flat=True).first() or 0
    made = LetterTemplateVersion.objects.create(
        template=template,
        site=site,
        number=last + 1,
        made_by=user_of(actor),
        made_at=timezone.now(),
        **{name: text.strip() for name, text in given.items()},
    )
    changed = [name for name in given if getattr(before, name) != getattr(made, name)]
    audit.record(
        actor,
        "cases.letter_template.changed",
        template,
        before={"version": before.number},
        after={"version": made.number, "changed": changed},
        site_id=site.pk,
    )
    return made


def draft(case: Case, version: LetterTemplateVersion, language: str, *, words: str = "") -> Letter:
    """The letter as it would read; not saved."""
    values = values_of(case, language, words=words)
    is_chinese = language.startswith("zh")
    subject = version.subject_zh if is_chinese else version.subject_en
    body = version.body_zh if is_chinese else version.body_en
    return Letter(
        case=case,
        template=version.key,
        language=language,
        subject=" ".join(fields.fill(subject, values).split())[:200],
        body=re.sub(r"\n{3,}", "\n\n", fields.fill(body, values)).strip(),
    )


@transaction.atomic
def compose(case: Case, template: LetterTemplate, language: str, *, actor: Actor, words: str = "") -> Letter:
    """Write a letter from its template. Letters of a decision wait for it, and fit what was decided (S2A-30)."""
    case = moving.held(case)
    require_service(actor, case)
    found = objections(case, template, words)
    if language not in LANGUAGES:
        found.append(Objection("letters.unknown_language", {}, "language"))
    if found:
        raise RuleViolation(found)
    letter = draft(case, current(template, case.site), language, words=words)
    letter.written_by, letter.written_at = user_of(actor), timezone.now()
    letter.save()
    after = {"letter": letter.template, "language": language, "subject": letter.subject}
    audit.record(actor, "cases.letter.written", case, after=after)
    return letter


def objections(case: Case, template: LetterTemplate, words: str) -> list[Objection]:
    """What stands against writing that letter now."""
    found = []
    if template.is_decision and case.decided_at is None:
        found.append(Objection("letters.before_decision", {}, "template"))
    fitting = FITS.get(Purpose(template.purpose))
    if case.decided_at is not None and fitting is not None and case.outcome != fitting:
        figures = {"outcome": Outcome(case.outcome).label if case.outcome else "—"}
        found.append(Objection("letters.other_outcome", figures, "template"))
    if template.purpose == Purpose.QUESTION and not words.strip():
        found.append(Objection("letters.question_needed", {}, "words"))
    about = case.about
    if about is not None and any(
        name and name in words for name in (about.name, about.name_zh, about.number)
    ):
        found.append(Objection("letters.names_a_person", {}, "words"))
    return found


@transaction.atomic
def issue(letter: Letter, *, actor: Actor) -> Letter:
    """Send it out: its words stay as they are, and the file says that the customer was told, by letter.

    A letter of a decision that nobody has told the customer of yet is what tells them.
    """
    case = moving.held(letter.case)
    require_service(actor, case)
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.sent_at is not None:
        raise RuleViolation(Objection("letters.sent_already"))
    purpose = Purpose(letter.template.partition(".")[0])
    template = LetterTemplate.objects.get(purpose=purpose)
    if template.is_decision and case.decided_at is None:
        raise RuleViolation(Objection("letters.before_decision"))
    letter.sent_at = timezone.now()
    letter.save(update_fields=["sent_at"])
    letter.case = case
    if not template.is_decision:
        log_contact(
            case, actor=actor, means=Means.LETTER, about=ABOUT[purpose], words=letter.subject, letter=letter
        )
    elif case.state in (State.DECIDED, State.NOT_UPHELD):
        convey(case, actor=actor, means=Means.LETTER, words=letter.subject, letter=letter)
    else:
        log_contact(
            case, actor=actor, means=Means.LETTER, about=About.OTHER, words=letter.subject, letter=letter
        )
    after = {"letter": letter.template, "language": letter.language, "subject": letter.subject}
    audit.record(actor, "cases.letter.sent", case, after=after)
    return letter


@transaction.atomic
def discard(letter: Letter, *, actor: Actor) -> None:
    """Throw a letter away that was not sent."""
    case = moving.held(letter.case)
    require_service(actor, case)
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.sent_at is not None:
        raise RuleViolation(Objection("letters.sent_already"))
    before = {"letter": letter.template, "subject": letter.subject}
    letter.delete()
    audit.record(actor, "cases.letter.discarded", case, before=before)
