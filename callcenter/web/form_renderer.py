"""Draws the inputs of forms as Django's templates do; selects in Python, because a template per option is slow.

A list of calls offers every agent of the site as a filter: two templates for each of two hundred options took a third of the page.
"""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"


class FormRenderer(DjangoTemplates):
    """Django's renderer, quick for selects."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget: dict[str, Any]) -> SafeString:
    """The same HTML as Django's select.html gives for the widget's context."""
    parts = [f'<select name="{conditional_escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        lines = (
            f'<option value="{conditional_escape(str(option["value"]))}"{attributes(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in options
        )
        if group:
            parts += [f'<optgroup label="{conditional_escape(group)}">', *lines, "</optgroup>"]
        else:
            parts += lines
    return SafeString("\n".join([*parts, "</select>"]))


def attributes(attrs: dict[str, Any]) -> str:
    """Attributes as Django writes them: True is the bare name, False none at all."""
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )
