"""What is posted while a file is taken in."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from callcenter.files.imports import options
from callcenter.files.imports.registry import Importer, Mapping
from callcenter.tabular import limits
from callcenter.tabular.content import in_megabytes


class UploadForm(forms.Form):
    """What it is, and the file."""

    kind = forms.ChoiceField(label=_("What do you want to import?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or text (UTF-8 or GB18030), or an Excel workbook (.xlsx). The first row names the columns."
        ),
    )

    def __init__(self, *args: Any, importers: list[Importer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(importer.kind, importer.label) for importer in importers]
        if len(importers) == 1:
            kind.initial = importers[0].kind
        endings = sorted({ending for importer in importers for ending in importer.endings})
        limit = limits.DEFAULT.bytes
        too_large = _("The file is larger than %(limit)s; it cannot be read.") % {
            "limit": in_megabytes(limit)
        }
        self.fields["file"].widget.attrs |= {
            "accept": ",".join(endings), "data-max-bytes": limit, "data-too-large": too_large
        }  # fmt: skip


def posted_columns(post: QueryDict, importer: Importer) -> dict[str, str]:
    """The column chosen for each target; targets without one are left out."""
    chosen = {target.key: post.get(f"column_{target.key}", "") for target in importer.targets}
    return {key: column for key, column in chosen.items() if column}


def posted_options(post: QueryDict, importer: Importer) -> dict[str, Any]:
    """What was stated beside the columns."""
    return options.stated(
        importer.options, {option.name: post.get(option.name, "") for option in importer.options}
    )


def option_lines(importer: Importer, mapping: Mapping, shown: dict[str, str]) -> list[dict[str, Any]]:
    """One line for each option: its words, what is stated, and how the file's first value reads with it."""
    return [
        {
            "option": option,
            "text": option.as_text(mapping.options),
            "reading": shown.get(option.key, ""),
            "is_stated": bool(option.as_text(mapping.options)),
        }
        for option in importer.options
    ]


def lines(
    importer: Importer, header: list[str], samples: list[list[str]], mapping: Mapping
) -> list[dict[str, Any]]:
    """One line of the assignment page for each target: its words, the choices, the chosen column's first values."""
    shown = dict(zip(header, samples, strict=False))
    return [
        {
            "target": target,
            "name": f"column_{target.key}",
            "chosen": mapping.columns.get(target.key, ""),
            "samples": shown.get(mapping.columns.get(target.key, ""), []),
        }
        for target in importer.targets
    ]
