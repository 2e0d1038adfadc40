"""Chains: level by level along the line, never oneself, never a party; a gap is told, not bridged."""

import pytest

from callcenter.access.posts import PostCode as P
from callcenter.approvals import rules
from callcenter.approvals.rules import Link, Person, Target


def person(number, post, **fields):
    return Person(number, f"P{number}", frozenset({post} if isinstance(post, P) else post), **fields)


AGENT = person(1, P.AGENT)
LEADER = person(2, P.SHIFT_LEADER)
DIRECTOR = person(3, P.DIRECTOR)
MANAGER = person(4, P.CENTER_MANAGER)
LINE = [LEADER, DIRECTOR, MANAGER]


def asked(applicant, line, target, **fields):
    links, found = rules.chain(applicant, line, target, **fields)
    assert not found, found
    assert [link.is_last for link in links] == [False] * (len(links) - 1) + [True]
    return [link.employee_id for link in links]


def refused(applicant, line, target, **fields):
    links, found = rules.chain(applicant, line, target, **fields)
    assert links == []
    return [objection.code for objection in found]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (P.SHIFT_LEADER, [2]),
        (P.DIRECTOR, [2, 3]),  # a leave of one day (S2E-23)
        (P.CENTER_MANAGER, [2, 3, 4]),  # a longer one
    ],
)
def test_every_level_up_to_the_deciding_one_is_asked_in_order(until, expected):
    assert asked(AGENT, LINE, Target(until)) == expected


def test_whoever_would_decide_themselves_is_decided_on_one_level_up():
    assert asked(DIRECTOR, [MANAGER], Target(P.DIRECTOR)) == [4]
    assert asked(LEADER, [DIRECTOR, MANAGER], Target(P.SHIFT_LEADER)) == [3]


def test_who_is_concerned_decides_nothing_and_the_next_one_up_does():
    assert asked(AGENT, LINE, Target(P.SHIFT_LEADER), parties={2}) == [3]
    assert asked(AGENT, LINE, Target(P.DIRECTOR), parties={3}) == [2, 4]


def test_levels_ask_at_least_so_many():
    assert asked(AGENT, LINE, Target(P.GROUP_LEADER, levels=2)) == [2, 3]


def test_an_extra_role_counts_as_a_level_and_one_person_is_asked_once():
    both = person(3, {P.DIRECTOR, P.CENTER_MANAGER})
    assert asked(AGENT, [LEADER, both], Target(P.CENTER_MANAGER)) == [2, 3]
    links, _ = rules.chain(AGENT, [LEADER, both], Target(P.CENTER_MANAGER))
    assert links[-1] == Link(3, P.CENTER_MANAGER, is_last=True)


def test_a_system_administrator_decides_nothing_of_the_business_by_that_post():
    assert refused(AGENT, [person(2, P.SYSADMIN)], Target(P.GROUP_LEADER)) == ["approvals.line_ends"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ([], "approvals.nobody_above"),
        ([LEADER], "approvals.line_ends"),
        ([LEADER, person(3, P.DIRECTOR, can_log_in=False)], "approvals.cannot_log_in"),
    ],
)
def test_a_gap_in_the_line_is_refused_with_its_reason(line, code):
    assert refused(AGENT, line, Target(P.DIRECTOR)) == [code]


def test_nobody_is_above_the_general_manager():
    assert refused(person(9, P.GM), [], Target(P.DIRECTOR)) == ["approvals.nobody_above"]


def test_an_emergency_passes_over_the_direct_superior_and_nobody_else():
    links, _ = rules.chain(AGENT, LINE, Target(P.CENTER_MANAGER))
    assert rules.skipping(links) == (links[1:], [])
    one, _ = rules.chain(AGENT, LINE, Target(P.SHIFT_LEADER))
    assert [objection.code for objection in rules.skipping(one)[1]] == ["approvals.nothing_to_skip"]


def test_the_next_one_up_who_is_not_excluded_decides_after_a_recusal():
    assert rules.next_above([DIRECTOR, MANAGER], excluded={3})[0] == MANAGER
    found = rules.next_above([DIRECTOR], excluded={3})[1]
    assert [objection.code for objection in found] == ["approvals.nobody_above_recused"]


@pytest.mark.parametrize(
    ("actor", "stands_in_for", "parties", "codes"),
    [
        (2, set(), set(), []),
        (5, {2}, set(), []),
        (5, {3}, set(), ["approvals.not_yours"]),
        (None, set(), set(), ["approvals.not_yours"]),
        (1, {2}, set(), ["approvals.own_request"]),  # a deputy is not their own approver
        (5, {2}, {5}, ["approvals.is_a_party"]),
        (2, set(), {2}, ["approvals.is_a_party"]),
    ],
)
def test_only_the_approver_or_the_deputy_decides(actor, stands_in_for, parties, codes):
    found = rules.acting_objections(actor, 2, stands_in_for=stands_in_for, applicant=1, parties=parties)
    assert [objection.code for objection in found] == codes
