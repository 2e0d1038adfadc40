"""Forms of the log-in pages."""

from allauth.account.forms import ResetPasswordForm as BaseResetPasswordForm


class ResetPasswordForm(BaseResetPasswordForm):
    """By e-mail, for those who have one."""
