"""The tests' settings for a worker that sends e-mail to the tests' own mail server."""

import os

from tests.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = "127.0.0.1", int(os.environ["CALLCENTER_TEST_MAIL_PORT"]), False
