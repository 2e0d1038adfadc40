"""Settings of a mailbox as typed values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.intake.mail.models import Mailbox


class MailboxForm(forms.ModelForm):
    """An empty password leaves the one that is kept; no server means that messages come by the webhook."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Mailbox
        fields = ["address", "host", "port", "security", "user", "folder", "language", "is_active"]

    field_order = [
        "address",
        "host",
        "port",
        "security",
        "user",
        "password",
        "folder",
        "language",
        "is_active",
    ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["host"].help_text = _("Empty where messages come by the webhook only.")
        if self.instance.pk and self.instance.password:
            self.fields["password"].help_text = _("Leave it empty to keep the one that is stored.")
