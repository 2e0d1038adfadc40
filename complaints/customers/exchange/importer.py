"""A list of customers in: new ones recorded, those named by number changed, known numbers refused by row; all or nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from callcenter.access.permissions import Actor, require
from callcenter.files.imports.options import written_as
from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, RowError, Source
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site
from callcenter.tabular.cells import restored
from callcenter.tabular.reading import as_text, open_table
from complaints.customers import access, rules, services
from complaints.customers.dossier import Customer, CustomerClass, CustomerKind, SpecialClass
from complaints.customers.exchange.columns import COLUMNS, KEYS, OPTIONS, guess
from complaints.customers.facts import FIELDS, CustomerFacts
from complaints.customers.finding import identity_key, key_at, same
from complaints.customers.listing import OF_A_CUSTOMER
from complaints.customers.phones import email_key

ERRORS_KEPT = 10_000
PREVIEW_ROWS = 20
YES = {"yes", "y", "true", "1", "是", "对"}
NO = {"no", "n", "false", "0", "否", "不"}
LANGUAGE = {"en": "en", "english": "en", "英文": "en", "英语": "en", "zh": "zh-hans", "zh-hans": "zh-hans", "chinese": "zh-hans", "中文": "zh-hans"}  # fmt: skip
CHOICES: dict[str, Any] = {
    "kind": CustomerKind,
    "customer_class": CustomerClass,
    "special_class": SpecialClass,
}


@dataclass
class Row:
    """One row of the file: its number there, its values as typed, and the record that it changes (None: somebody new)."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    customer: Customer | None = None


class Errors:
    """Row errors under the heading that the file has."""

    def __init__(self, columns: dict[str, str]) -> None:
        self.columns = columns
        self.labels = {column.key: column.label for column in COLUMNS}
        self.found: list[RowError] = []

    def add(self, row: int, key: str, reason: str, value: Any = "") -> None:
        heading = self.columns.get(key, str(self.labels.get(key, "")))
        self.found.append(RowError(row, heading, reason, str(value)[:200]))

    @property
    def rows(self) -> set[int]:
        return {error.row for error in self.found}


class CustomerImporter:
    """New rows are recorded, rows with a number change their record; who is known under a number is not doubled."""

    kind = "customers.customers"
    label = gettext_lazy("List of customers")
    targets = COLUMNS
    options = OPTIONS
    undo = gettext_lazy(
        "Records are not deleted. Load the corrected list with the customer numbers, or merge what was doubled."
    )
    needs_site = True
    endings = (".xlsx", ".csv", ".txt", ".tsv")

    def may_run(self, actor: Actor, site_id: int | None) -> bool:
        """Who may change every customer of the site."""
        site = Site.objects.filter(pk=site_id).first() if site_id else None
        return access.may_place(actor, site) if site else False

    def guess_mapping(self, header: list[str]) -> Mapping:
        return Mapping(guess(header))

    def presets(self) -> dict[str, Mapping]:
        return {}

    def readings(self, mapping: Mapping, samples: dict[str, list[str]]) -> dict[str, str]:
        return {}

    def check(self, source: Source) -> Outcome:
        """What the file would do. Writes nothing."""
        return self._plan(source)[0]

    def apply(self, source: Source) -> Outcome:
        """Do it, in the caller's transaction; ImportRefused with every row error when anything does not fit."""
        require(self.may_run(source.actor, source.site_id))
        outcome, rows, errors = self._plan(source)
        if outcome.error_count:
            raise ImportRefused(outcome)
        for done, row in enumerate(rows, 1):
            try:
                _write(row, source)
            except RuleViolation as refusal:
                for objection in refusal.objections:
                    errors.add(row.number, objection.field, objection.sentence)
            source.progress(done, len(rows))
        if errors.found:
            raise ImportRefused(_outcome(rows, errors))
        return outcome

    def _plan(self, source: Source) -> tuple[Outcome, list[Row], Errors]:
        errors = Errors(source.mapping.columns)
        site = Site.objects.get(pk=source.site_id or 0)
        rows = list(_read(source, errors))
        _find_records(rows, site, errors)
        _find_owners(rows, site, errors)
        _check(rows, site, errors)
        return _outcome(rows, errors), rows, errors


def _read(source: Source, errors: Errors) -> Iterator[Row]:
    """Every row that holds anything, typed."""
    with open_table(source.path, source.name, **written_as(source.mapping.options)) as table:
        places = {
            key: table.header.index(heading)
            for key, heading in source.mapping.columns.items()
            if key in KEYS and heading in table.header
        }
        for number, cells in table.rows:
            row = Row(number)
            for key, place in places.items():
                text = restored(_plain(cells[place])).strip()
                if text:
                    row.values[key] = _typed(row, key, text, errors)
            if row.values:
                yield row


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return as_text(value)


def _typed(row: Row, key: str, text: str, errors: Errors) -> Any:
    if key in CHOICES:
        words = _words(key)
        if text.casefold() not in words:
            errors.add(
                row.number,
                key,
                _("Write one of: %(words)s.") % {"words": ", ".join(CHOICES[key].values)},
                text,
            )
            return ""
        return words[text.casefold()]
    if key in ("is_key", "is_vip", "is_vulnerable"):
        if text.casefold() not in YES | NO:
            errors.add(row.number, key, _("Write yes or no."), text)
        return text.casefold() in YES
    if key == "language":
        if text.casefold() not in LANGUAGE:
            errors.add(row.number, key, _("Write en or zh."), text)
        return LANGUAGE.get(text.casefold(), "")
    if key == "registered_capital":
        try:
            found = Decimal(text.replace(",", ""))
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or abs(found) >= Decimal(10) ** 14:
            errors.add(row.number, key, _("This is no amount."), text)
            return None
        return found.quantize(Decimal("0.01"))
    limit = _limit(key)
    if len(text) > limit:
        errors.add(row.number, key, _("This is longer than %(limit)d characters.") % {"limit": limit}, text)
    return text[:limit]


def _words(key: str) -> dict[str, str]:
    """What a cell may say of a choice: its code, or its name in either language, whatever the importer reads."""
    found: dict[str, Any] = {}
    for code, _language in settings.LANGUAGES:
        with override(code):
            found |= {str(one.label).casefold(): one.value for one in CHOICES[key]}
    found |= {str(one.value).replace("_", " "): one.value for one in CHOICES[key]}
    return found | {str(one.value): one.value for one in CHOICES[key]}


def _limit(key: str) -> int:
    if key in FIELDS:
        return Customer._meta.get_field(key).max_length or 4000  # type: ignore[union-attr]
    return 40


def _find_records(rows: list[Row], site: Site, errors: Errors) -> None:
    """The records that rows name by number."""
    wanted = {}
    for row in rows:
        if "number" in row.values:
            digits = row.values["number"].upper().removeprefix(OF_A_CUSTOMER)
            wanted[row.number] = int(digits) if digits.isdigit() and len(digits) < 18 else 0
    standing = (
        Customer.objects.filter(site=site, merged_into=None)
        .select_related("site")
        .in_bulk(set(wanted.values()))
    )
    seen: dict[int, int] = {}
    for row in rows:
        if row.number not in wanted:
            continue
        row.customer = standing.get(wanted[row.number])
        if row.customer is None:
            errors.add(
                row.number,
                "number",
                _("There is no customer of that number at the site."),
                row.values["number"],
            )
        elif row.customer.pk in seen:
            words = _("Row %(row)s changes this customer already.") % {"row": seen[row.customer.pk]}
            errors.add(row.number, "number", words, row.values["number"])
        else:
            seen[row.customer.pk] = row.number


def _find_owners(rows: list[Row], site: Site, errors: Errors) -> None:
    numbers = {row.values["owner"].upper() for row in rows if "owner" in row.values}
    people = Employee.objects.filter(site=site, left_on=None).employed(site.today())
    found = {
        one.number.upper(): one for one in people.filter(number__in=numbers | {n.lower() for n in numbers})
    }
    for row in rows:
        if "owner" in row.values:
            owner = found.get(row.values["owner"].upper())
            if owner is None:
                words = _("There is no employee with the number %(number)s.") % {
                    "number": row.values["owner"]
                }
                errors.add(row.number, "owner", words, row.values["owner"])
            row.values["owner"] = owner


def _check(rows: list[Row], site: Site, errors: Errors) -> None:
    """What a customer's record may say, and who is known: in the file above, or on record."""
    seen: dict[str, int] = {}
    bad = errors.rows
    for row in rows:
        if row.number in bad:
            continue
        for objection in rules.fact_objections(_facts(row)):
            errors.add(row.number, objection.field, objection.sentence, row.values.get(objection.field, ""))
        phones = [row.values[key] for key in ("phone", "second_phone") if row.values.get(key)]
        for key, text in (("second_phone", row.values.get("second_phone", "")),):
            for objection in rules.phone_objections(text, key):
                errors.add(row.number, key, objection.sentence, text)
        if row.customer is not None:
            continue
        email, identity = row.values.get("email", ""), row.values.get("identity_number", "")
        marks = [("phone", key_at(site, one)) for one in phones]
        marks += [("email", email_key(email)), ("identity_number", identity_key(identity))]
        for key, mark in marks:
            if not mark:
                continue
            if seen.setdefault(f"{key}:{mark}", row.number) != row.number:
                words = _("Row %(row)s has this already.") % {"row": seen[f"{key}:{mark}"]}
                errors.add(row.number, key, words, row.values.get(key, ""))
        for candidate in same(site, phones, email, identity):
            words = _("Known already as %(number)s (%(words)s): write that number to change the record.") % {
                "number": candidate.customer.number, "words": candidate.words
            }  # fmt: skip
            errors.add(row.number, "phone" if "phone" in candidate.by else "email", words)


def _facts(row: Row) -> dict[str, Any]:
    """The facts as they would be."""
    if row.customer is not None:
        standing = {name: getattr(row.customer, name) for name in FIELDS}
        return standing | {key: value for key, value in row.values.items() if key in FIELDS}
    blank: dict[str, Any] = {
        "name": "", "customer_class": "consumer", "special_class": "", "phone": "", "fax": "", "email": "",
        "registered_capital": None,
    }  # fmt: skip
    return blank | row.values


def _write(row: Row, source: Source) -> None:
    values = {key: value for key, value in row.values.items() if key in (*FIELDS, "is_key")}
    second = row.values.get("second_phone", "")
    if row.customer is not None:
        services.change_customer(row.customer, values, actor=source.actor)
        if second:
            services.add_phone(row.customer, second, use="other", actor=source.actor)
        return
    facts = CustomerFacts(
        site=Site.objects.get(pk=source.site_id or 0),
        owner=row.values.get("owner"),
        further_phones=(("other", second),) if second else (),
        **values,
    )
    services.create_customer(facts, actor=source.actor)


def _outcome(rows: list[Row], errors: Errors) -> Outcome:
    rejected = errors.rows
    states = {row.number: _state(row, rejected) for row in rows}
    counts = Counter(states.values())
    found = sorted(errors.found, key=lambda error: error.row)
    classes = {key: str(label) for key, label in CustomerClass.choices}
    words = {"new": _("is recorded"), "changed": _("is changed"), "rejected": _("is refused")}
    outcome = Outcome(
        rows=len(rows),
        errors=found[:ERRORS_KEPT],
        error_count=len(found),
        counts={"new": counts["new"], "changed": counts["changed"], "rejected": counts["rejected"]},
        preview_header=[_("Row"), _("Name"), _("Class"), _("What happens")],
        preview=[
            [
                row.number,
                row.values.get("name", ""),
                classes.get(row.values.get("customer_class", ""), row.values.get("customer_class", "")),
                words[states[row.number]],
            ]
            for row in rows[:PREVIEW_ROWS]
        ],
    )
    if not rows:
        outcome.notes.append(_("The file has no rows below its header."))
    return outcome


def _state(row: Row, rejected: set[int]) -> str:
    if row.number in rejected:
        return "rejected"
    return "new" if row.customer is None else "changed"
