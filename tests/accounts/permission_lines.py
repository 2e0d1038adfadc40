"""Who may open the log-in pages: visitors those to come in, everybody their own security pages."""

from tests.web.permission_table import Line

OWN = "one's own account; tests/accounts tries it"
OUTSIDE = "for visitors; tests/accounts tries it"
LINES = [
    Line("accounts:profile"),
    Line("accounts:no_email_page", success=302),
    Line("accounts:no_signup", success=302),
    Line("accounts:no_confirmation", success=302),
    Line("accounts:no_single_sign_on_signup", success=302),
    Line("account_change_password"),
    Line("account_login", success=302, nobody=200),
    Line("account_logout", success=200),
    Line("account_reset_password", nobody=200),
    Line("account_reset_password_done", nobody=200),
    Line("account_inactive", nobody=200),
    Line("mfa_index"),
    Line("usersessions_list"),
    Line("socialaccount_connections"),
]
OPEN = {
    "account_reauthenticate": OWN,
    "account_set_password": OWN,
    "mfa_reauthenticate": OWN,
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": OWN,
    "mfa_view_recovery_codes": OWN,
    "mfa_generate_recovery_codes": OWN,
    "mfa_download_recovery_codes": OWN,
    "mfa_list_webauthn": OWN,
    "mfa_add_webauthn": OWN,
    "mfa_edit_webauthn": OWN,
    "mfa_remove_webauthn": OWN,
    "mfa_reauthenticate_webauthn": OWN,
    "mfa_authenticate": OUTSIDE,
    "mfa_login_webauthn": OUTSIDE,
    "account_signup": "hidden by accounts:no_signup",
    "account_email": "hidden by accounts:no_email_page",
    "account_email_verification_sent": "hidden by accounts:no_confirmation",
    "account_confirm_email": "no address is ever mailed: there is no e-mail verification",
    "account_confirm_login_code": "log-in by code is off",
    "account_reset_password_from_key": OUTSIDE,
    "account_reset_password_from_key_done": OUTSIDE,
    "socialaccount_signup": "hidden by accounts:no_single_sign_on_signup",
    "socialaccount_login_cancelled": OUTSIDE,
    "socialaccount_login_error": OUTSIDE,
    "openid_connect_login": "leads to the provider; without one it is 404",
    "openid_connect_callback": "comes from the provider; without one it is 404",
}
