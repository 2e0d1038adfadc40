"""Form fields in Tabler's look, with their errors and help tied to them for screen readers."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def is_check(field: BoundField) -> bool:
    """A single check box: its label stands right of it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """Radio buttons or several check boxes: a group with a legend."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_range(field: BoundField) -> bool:
    """From and to, each with an input of its own."""
    return isinstance(field.field.widget, forms.MultiWidget)


def _native(widget: forms.Widget) -> None:
    """Dates and times get the browser's own picker, which speaks ISO whatever the language."""
    if type(widget) is forms.DateInput:
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif type(widget) is forms.DateTimeInput:
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif type(widget) is forms.TimeInput:
        widget.input_type, widget.format = "time", "%H:%M"


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field's input with Tabler's class and, where there are errors, `is-invalid`."""
    widget = field.field.widget
    _native(widget)
    if isinstance(widget, forms.MultiWidget):
        for part, word in zip(widget.widgets, (_("from"), _("to")), strict=False):
            _native(part)
            part.attrs["aria-label"] = f"{field.label}: {word}"
    css = widget.attrs.get("class", "")
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        css += " form-check-input"
    elif isinstance(widget, forms.Select):
        css += " form-select"
    else:
        css += " form-control"
    attrs = {"class": (css + (" is-invalid" if field.errors else "")).strip()}
    described = [f"{field.auto_id}_error"] if field.errors else []
    if field.help_text and field.auto_id:
        described.append(f"{field.auto_id}_helptext")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)
