"""Every use case that writes is in the trail, and every verb has a sentence: read from the source itself.

A use case is a public function that opens a transaction, in whatever module. It must reach `record(…)`, in its own body
or in functions of its module that it calls, or be listed in NOT_RECORDED with the reason. What verb it records is read from the string there; an f-string stands for its choices.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils.translation import override

from callcenter.audit import verbs

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("callcenter", "staffing", "quality", "complaints", "reports")
Function = ast.FunctionDef

# module.function: why it leaves no event of its own. A line that fits nothing any more fails, too.
NOT_RECORDED: dict[str, str] = {
    **{
        f"callcenter.accounts.services.{name}": "accounts lies below audit: people.employees.logins records it"
        for name in (
            "create_login",
            "reset_password",
            "set_emails",
            "deactivate",
            "activate",
            "clear_second_factors",
        )
    },
    # What somebody sees of a list, in which language and how bright, changes nothing for anybody else: the trail is about
    # the center's business, and a private matter of each user is none of the trail's readers' business either.
    "callcenter.accounts.services.set_preference": "language and theme: a private matter of the user",
    "callcenter.web.saved_views.save_view": "a private matter of the user",
    "callcenter.web.saved_views.rename_view": "a private matter of the user",
    "callcenter.web.drafts.keep": "what somebody has typed and not yet sent: a private matter of the user",
    "callcenter.notifications.preferences.services.save_preferences": "a private matter of the user",
    "callcenter.integrations.webhooks.claims.claim": "tells of acts that are recorded themselves",
    "callcenter.api.idempotency.answered_once": "what is done inside is recorded by whoever does it",
    "callcenter.telephony.feeds.rows.load_rows": "facts.load.replace_days, to which the importer hands them, records it",
    "callcenter.telephony.facts.partitions.ensure_months": "empty tables; the load that fills them is recorded",
    **{
        f"callcenter.notifications.delivery.{name}": "messages about acts that are recorded themselves"
        for name in ("breaker.failed", "claims.claim", "planning.bundle")
    },
    "callcenter.accounts.services.drop_ended_sessions": "sessions that have ended by themselves",
    "complaints.cases.acts.finish_step": "explain_late_step and finish_step, which record themselves",
    "callcenter.demo.letters.tell_of_the_past": "messages about acts that are recorded themselves",
    "callcenter.workcalendar.foresight.foresee": "makes a change to look at it, and takes it back with its record",
    **{
        f"staffing.records.{noun}.reminding.remind": "messages about acts that are recorded themselves"
        for noun in ("bulletins", "patrols")
    },
    "complaints.intake.mail.keeping.keep": "a message that waits; what becomes of it is recorded",
    "complaints.intake.mail.keeping.tried": "counts attempts at a message; what becomes of it is recorded",
    "staffing.roster.planning.offering.make_offer": "the room of the board records what it puts there",
    "reports.rollups.services.recompute_day": "worked out from facts and rules whose changes are recorded",
    "reports.rollups.services.recompute_next": "worked out from facts and rules whose changes are recorded",
    "reports.rollups.services.sum_stale": "worked out from facts and rules whose changes are recorded",
}


@cache
def texts() -> dict[str, str]:
    """Every module of the product by its name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                found[".".join(path.relative_to(ROOT).with_suffix("").parts)] = path.read_text()
    return found


@cache
def parsed(module: str) -> ast.Module | None:
    """None for one that is not of the product."""
    return ast.parse(texts()[module]) if module in texts() else None


def functions(tree: ast.Module) -> dict[str, Function]:
    return {node.name: node for node in tree.body if isinstance(node, Function)}


def called(node: ast.AST) -> set[str]:
    """Names of functions that are called or handed on in the node."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)} | {
        inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)
    }


def opens_a_transaction(node: Function) -> bool:
    return "atomic" in called(node)


def use_cases() -> Iterator[tuple[str, str]]:
    for module, text in texts().items():
        tree = parsed(module) if "atomic" in text else None
        if tree is None:
            continue
        for name, node in functions(tree).items():
            if not name.startswith("_") and opens_a_transaction(node):
                yield module, name


def imported_from(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Names that the module imports, each with its module and its name there."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def reaches_record(module: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Whether the function calls `record`, itself or through functions of the project that it calls."""
    tree = parsed(module)
    node = functions(tree).get(name) if tree else None
    if tree is None or node is None or (module, name) in seen:
        return False
    names = called(node)
    if names & {"record", "record_many"}:
        return True
    seen |= {(module, name)}
    near = functions(tree)
    far = imported_from(tree)
    for one in names:
        if one in near and reaches_record(module, one, seen):
            return True
        if one in far and reaches_record(*far[one], seen):
            return True
    for call in ast.walk(node):  # changes.transfer(…): a function of an imported module
        if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id in far:
            inside, inner = far[call.value.id]
            if reaches_record(f"{inside}.{inner}", call.attr, seen):
                return True
    return False


@pytest.mark.parametrize(("module", "name"), list(use_cases()), ids=lambda part: part)
def test_use_case_is_recorded_or_says_why_not(module: str, name: str) -> None:
    reason = NOT_RECORDED.get(f"{module}.{name}")
    if reason is None:
        assert reaches_record(module, name), f"{module}.{name} writes and leaves no audit event"
    else:
        assert reason


def test_every_exception_is_about_a_function_that_exists() -> None:
    for path in NOT_RECORDED:
        module, _, name = path.rpartition(".")
        assert hasattr(importlib.import_module(module), name), f"{path} is gone: take its line out"


def pattern_of(node: ast.AST) -> str | None:
    """A regular expression for the string that the node makes; None where it is not written here."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_.]+"
            for part in node.values
        )
    return None


def recorded_verbs() -> Iterator[tuple[str, str]]:
    """Each verb as it is written, with the module that records it."""
    for module, text in texts().items():
        tree = parsed(module) if "record(" in text or "Entry(" in text else None
        if tree is None:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and len(node.args) > 1:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                place = {"record": 1, "Entry": 0}.get(name)  # an Entry is a record of record_many
                pattern = pattern_of(node.args[place]) if place is not None else None
                if pattern is not None and (name == "record" or "record_many" in imported_from(tree)):
                    yield module, pattern


@pytest.mark.parametrize(("module", "pattern"), sorted(set(recorded_verbs())), ids=lambda part: part)
def test_every_recorded_verb_has_a_sentence(module: str, pattern: str) -> None:
    known = [verb for verb, _ in verbs.choices()]
    assert any(re.fullmatch(pattern, verb) for verb in known), (
        f"{module} records {pattern} without a sentence"
    )


def test_sentences_fit_their_figures_in_both_languages() -> None:
    for language in ("en", "zh-hans"):
        with override(language):
            assert all(sentence for _, sentence in verbs.choices())
