"""Two people wrote in one form: what each of them changed, side by side, and the form that comes of the answers.

An edit page hands `kept(form)` on in a hidden field named KEPT. When the service refuses because the record is of another
version by now, `compare` tells the fields that differ and `web/merge.html` asks which holds; a field that only one of the
two changed is chosen already. What is posted from there is the form again: `chosen` reads the answers into it.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from callcenter.web.cells import NOTHING

SALT = "callcenter.web.merging"
KEPT = "merge_base"
VERSION = "version"
CHOICE, THEIRS_IS, DIFFERS = "merge_keep.", "merge_theirs.", "merge_differs"
MINE, THEIRS = "mine", "theirs"
NO_VERSION = "0"  # no record has it: what is posted with it is compared again

Values = tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """A field that the two do not have alike. `choice`: mine, theirs, or empty where both changed it."""

    name: str
    label: str
    base: str
    mine: str
    theirs: str
    mine_values: Values
    theirs_values: Values
    choice: str


@dataclass(frozen=True)
class Merge:
    """What the page shows: the fields that differ, and everything else that was posted, to be posted again."""

    fields: list[Field]
    unchanged: list[tuple[str, str]]
    version: str
    base: str

    @property
    def conflicts(self) -> int:
        return sum(not field.choice for field in self.fields)


def kept(form: forms.BaseForm) -> str:
    """What a form that was only opened shows, signed: the value of the hidden field KEPT."""
    return signing.dumps(
        {name: list(values) for name, values in _shown(form).items()}, salt=SALT, compress=True
    )


def compare(mine: forms.BaseForm, theirs: forms.BaseForm, data: QueryDict, version: object) -> Merge:
    """`mine` is the posted form, `theirs` the form opened anew on the record as it stands in `version`."""
    base = _opened(data.get(KEPT, ""))
    standing = _shown(theirs)
    found = []
    for name in _compared(mine):
        posted = _posted(mine, name)
        if posted == standing.get(name, ()):
            continue
        was = base.get(name)
        choice = THEIRS if was == posted else MINE if was == standing.get(name, ()) else ""
        found.append(
            Field(
                mine.add_prefix(name),
                str(mine[name].label),
                _words(mine, name, was) if was is not None else "",
                _words(mine, name, posted),
                _words(mine, name, standing.get(name, ())),
                posted,
                standing.get(name, ()),
                choice,
            )
        )
    own = {mine.add_prefix(VERSION), KEPT, "csrfmiddlewaretoken"}
    rest = [
        (key, value)
        for key, values in data.lists()
        for value in values
        if key not in own and not key.startswith("merge_")
    ]
    return Merge(found, rest, str(version), kept(theirs))


def chosen(data: QueryDict) -> QueryDict:
    """The form as the answers make it; what was posted where no page of this kind asked. An open question: compared again."""
    names = data.getlist(DIFFERS)
    if not names:
        return data
    made = data.copy()
    for name in names:
        answer = data.get(CHOICE + name)
        if answer == THEIRS:
            made.setlist(name, data.getlist(THEIRS_IS + name))
        elif answer != MINE:
            made[VERSION] = NO_VERSION
    return made


def _compared(form: forms.BaseForm) -> list[str]:
    return [
        name
        for name, field in form.fields.items()
        if name != VERSION and not isinstance(field, forms.FileField)
    ]


def _opened(text: str) -> dict[str, Values]:
    try:
        return {name: tuple(values) for name, values in signing.loads(text, salt=SALT).items()}
    except signing.BadSignature:
        return {}


def _posted(form: forms.BaseForm, name: str) -> Values:
    """What was posted for the field, as `_shown` writes it."""
    bound = form[name]
    data: Any = form.data
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return ("on",) if bound.field.widget.value_from_datadict(data, form.files, bound.html_name) else ()
    values = data.getlist(bound.html_name) if hasattr(data, "getlist") else [data.get(bound.html_name, "")]
    return _plain(form, name, values)


def _shown(form: forms.BaseForm) -> dict[str, Values]:
    """What each field of an opened form would post if nobody touched it."""
    found: dict[str, Values] = {}
    for name in _compared(form):
        bound = form[name]
        value = form.get_initial_for_field(bound.field, name)
        value = bound.field.prepare_value(value)
        if isinstance(bound.field.widget, forms.CheckboxInput):
            found[name] = ("on",) if value else ()
            continue
        written = bound.field.widget.format_value(value)
        values = written if isinstance(written, (list, tuple)) else [written]
        found[name] = _plain(form, name, values)
    return found


def _plain(form: forms.BaseForm, name: str, values: Any) -> Values:
    """Without empty answers, line ends alike; numbers as they are reckoned with (12.00 is 12)."""
    texts = [str(value).replace("\r\n", "\n").strip() for value in values if value is not None]
    if isinstance(form.fields[name], forms.DecimalField):
        texts = [_number(text) for text in texts]
    return tuple(sorted(text for text in texts if text))


def _number(text: str) -> str:
    try:
        return format(forms.DecimalField().clean(text).normalize(), "f")
    except (forms.ValidationError, AttributeError):
        return text


def _words(form: forms.BaseForm, name: str, values: Values) -> str:
    """The answer as a person reads it."""
    field: Any = form.fields[name]
    if isinstance(field.widget, forms.CheckboxInput):
        return _("yes") if values else _("no")
    if not values:
        return NOTHING
    if hasattr(field, "choices"):
        labels = {str(key): str(label) for key, label in _flat(field.choices)}
        return _(", ").join(labels.get(value, value) for value in values)
    return _(", ").join(values)


def _flat(choices: Any) -> Any:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield key, label
