"""The day on which the tests of people stand."""

import datetime

TODAY = datetime.date(2026, 11, 18)
YESTERDAY = datetime.date(2026, 11, 17)
LATER = datetime.date(2026, 12, 1)
NOON_IN_SHANGHAI = datetime.datetime(2026, 11, 18, 4, tzinfo=datetime.UTC)
