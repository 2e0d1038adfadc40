"""The permission matrix: complete, named, and with the cuts that the manuals demand."""

import pytest

from callcenter.access import words
from callcenter.access.grants import Action, Scope, line, table
from callcenter.access.matrix import IN_USE, MATRIX
from callcenter.access.planned import PLANNED
from callcenter.access.posts import PostCode
from callcenter.access.subjects import SUBJECTS


def test_every_line_has_a_name_in_both_languages():
    assert set(MATRIX) <= set(SUBJECTS), set(MATRIX) - set(SUBJECTS)


def test_no_subject_is_both_in_use_and_planned():
    assert not IN_USE.keys() & PLANNED.keys()


def test_administrators_approve_nothing():
    assert [
        key for key, grants in MATRIX.items() if Action.APPROVE in grants.get(PostCode.SYSADMIN, {})
    ] == []


def test_who_may_create_edit_approve_or_export_may_also_see():
    blind = [
        (key, post)
        for key, grants in MATRIX.items()
        for post, cell in grants.items()
        if cell.keys() - {Action.VIEW, Action.CREATE} and Action.VIEW not in cell
    ]
    assert blind == []


@pytest.mark.parametrize(
    ("subject", "action", "posts"),
    [
        ("people.employee", Action.EDIT, {PostCode.HR, PostCode.SYSADMIN}),
        ("people.employee", Action.EXPORT, {PostCode.HR, PostCode.DIRECTOR, PostCode.CENTER_MANAGER}),
        (
            "telephony.call",
            Action.EXPORT,
            {
                PostCode.DIRECTOR,
                PostCode.CENTER_MANAGER,
                PostCode.DEPUTY_GM,
                PostCode.SALES_DEPUTY_GM,
                PostCode.GM,
                PostCode.GM_OFFICE,
            },
        ),  # S2D-6: customers' data, the director and above
        ("quality.assessment", Action.APPROVE, {PostCode.CENTER_MANAGER}),  # S0-7
        ("staffing.roster", Action.APPROVE, {PostCode.CENTER_MANAGER}),
        ("staffing.swap", Action.APPROVE, {PostCode.SHIFT_LEADER}),
        ("quality.scorecard", Action.APPROVE, {PostCode.DIRECTOR}),
        ("complaints.customer", Action.APPROVE, {PostCode.INFO_ADMIN}),
    ],
)
def test_only_these_posts_may(subject, action, posts):
    assert {post for post, cell in MATRIX[subject].items() if action in cell} == posts


def test_letters_and_scopes_are_read_like_the_manuals_table():
    assert line("V site, EX all") == {
        Action.VIEW: Scope.SITE,
        Action.EDIT: Scope.ALL,
        Action.EXPORT: Scope.ALL,
    }
    assert line("") == {}
    with pytest.raises(KeyError):
        line("Z site")
    later = table(((PostCode.AGENT, PostCode.HR), "V own"), (PostCode.HR, "V all"))
    assert later == {PostCode.AGENT: {Action.VIEW: Scope.OWN}, PostCode.HR: {Action.VIEW: Scope.ALL}}


def test_words_group_actions_by_scope_the_widest_first():
    (wide, narrow) = words.grants("staffing.leave", PostCode.DIRECTOR)
    every = {Action.VIEW, Action.EDIT, Action.APPROVE, Action.EXPORT}
    assert (wide.scope, set(wide.actions)) == (Scope.SITE, every)
    assert (narrow.scope, narrow.actions) == (Scope.OWN, (Action.CREATE,))


def test_every_grant_says_that_it_is_our_default_and_from_which_duties():
    assert str(words.why("staffing.roster", PostCode.DIRECTOR)).startswith("our default, derived from S0-6")
    assert str(words.why("measures.measure", PostCode.SYSADMIN)) == "our default, derived from S0-2"
