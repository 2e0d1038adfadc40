"""Forms of the log-in pages."""

from allauth.account.forms import ResetPasswordForm as BaseResetPasswordForm
from django.utils.translation import gettext_lazy as _


class ResetPasswordForm(BaseResetPasswordForm):
    """By e-mail, for those whose log-in has one."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your work e-mail address")
