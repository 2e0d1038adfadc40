"""Two people wrote in one form: what is asked, what is chosen already, what comes of the answers."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from callcenter.web import merging


class Letter(forms.Form):
    title = forms.CharField()
    text = forms.CharField(widget=forms.Textarea, required=False)
    amount = forms.DecimalField(required=False)
    colour = forms.ChoiceField(choices=[("r", "Red"), ("g", "Green")])
    marks = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B"), ("c", "C")], required=False)
    urgent = forms.BooleanField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


BASE: dict[str, Any] = {
    "title": "One", "text": "a\nb", "amount": "12.00", "colour": "r", "marks": ["a"], "urgent": False, "version": 1,
}  # fmt: skip


def posted(version: int = 1, **changed: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in (BASE | changed | {"version": version}).items():
        if name == "urgent":
            if value:
                data[name] = "on"
        elif isinstance(value, list):
            data.setlist(name, value)
        else:
            data[name] = str(value).replace("\n", "\r\n")
    data[merging.KEPT] = merging.kept(Letter(initial=BASE))
    return data


def compared(mine: dict[str, Any], theirs: dict[str, Any]) -> merging.Merge:
    data = posted(**mine)
    return merging.compare(Letter(data), Letter(initial=BASE | theirs), data, 2)


def test_what_neither_touched_is_not_asked() -> None:
    assert compared({}, {}).fields == []


@pytest.mark.parametrize(
    ("mine", "theirs", "choice"),
    [
        ({"title": "Mine"}, {}, "mine"),
        ({}, {"title": "Theirs"}, "theirs"),
        ({"title": "Mine"}, {"title": "Theirs"}, ""),
        ({"urgent": True}, {}, "mine"),
        ({}, {"urgent": True}, "theirs"),
        ({"marks": ["a", "b"]}, {"marks": ["a", "c"]}, ""),
        ({"amount": "13"}, {}, "mine"),
    ],
)
def test_one_who_changed_alone_is_chosen_already(
    mine: dict[str, Any], theirs: dict[str, Any], choice: str
) -> None:
    (field,) = compared(mine, theirs).fields
    assert field.choice == choice


def test_the_same_change_of_both_is_none() -> None:
    assert compared({"title": "Same"}, {"title": "Same"}).fields == []


def test_line_ends_and_zeros_after_the_point_are_no_change() -> None:
    assert compared({"amount": "12"}, {}).fields == []


def test_answers_are_read_as_people_read_them() -> None:
    (field,) = compared({"colour": "g"}, {"colour": "r"}).fields
    assert (field.base, field.mine, field.theirs) == ("Red", "Green", "Red")


def page_of(merge: merging.Merge, **answers: str) -> QueryDict:
    """What the merge page posts with these answers."""
    data = QueryDict(mutable=True)
    data["version"], data[merging.KEPT] = merge.version, merge.base
    for name, value in merge.unchanged:
        data.appendlist(name, value)
    for field in merge.fields:
        data.appendlist(merging.DIFFERS, field.name)
        data.setlist(merging.THEIRS_IS + field.name, list(field.theirs_values))
        if answer := answers.get(field.name, field.choice):
            data[merging.CHOICE + field.name] = answer
    return data


def test_the_answers_make_the_form() -> None:
    merge = compared(
        {"title": "Mine", "marks": ["b"], "urgent": True}, {"title": "Theirs", "text": "new", "marks": ["c"]}
    )
    assert merge.conflicts == 2
    form = Letter(merging.chosen(page_of(merge, title="mine", marks="theirs")))
    assert form.is_valid(), form.errors
    kept = form.cleaned_data
    assert (kept["title"], kept["text"], kept["marks"], kept["urgent"], kept["version"]) == (
        "Mine",
        "new",
        ["c"],
        True,
        2,
    )


def test_their_empty_answer_empties_the_field() -> None:
    merge = compared({"title": "Mine"}, {"text": "", "urgent": False, "marks": []})
    form = Letter(merging.chosen(page_of(merge)))
    assert form.is_valid()
    assert (form.cleaned_data["text"], form.cleaned_data["marks"]) == ("", [])


def test_an_open_question_is_asked_again() -> None:
    merge = compared({"title": "Mine"}, {"title": "Theirs"})
    assert merging.chosen(page_of(merge))["version"] == merging.NO_VERSION


def test_a_form_that_was_not_merged_is_left_alone() -> None:
    data = posted()
    assert merging.chosen(data) is data


def test_a_forged_base_chooses_nothing() -> None:
    data = posted(title="Mine")
    data[merging.KEPT] = "forged"
    (field,) = merging.compare(Letter(data), Letter(initial=BASE), data, 2).fields
    assert (field.choice, field.base) == ("", "")


def test_the_page_shows_both_and_escapes_them() -> None:
    merge = compared({"title": "<b>Mine"}, {"title": "Theirs"})
    html = render_to_string(
        "components/merge.html", {"merge": merge, "action": "/x/", "back": "/", "csrf_token": "t"}
    )
    assert "&lt;b&gt;Mine" in html
    assert "Theirs" in html
    assert 'name="merge_keep.title" value="mine" required>' in html
