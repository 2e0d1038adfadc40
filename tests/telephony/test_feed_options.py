"""What the mapping page shows beside an option: how the first value of a switch's file reads with it."""

import pytest

from callcenter.files.imports.registry import Mapping, get


@pytest.mark.parametrize(
    ("options", "samples", "shown"),
    [
        ({"date_format": "yymmdd"}, {"day": ["990201"]}, {"date_format": "“990201” reads as 1999-02-01."}),
        ({}, {"day": ["990201"]}, {"date_format": "“990201” reads as 1999-02-01."}),
        ({"date_format": "yymmdd"}, {"day": ["10203"]}, {"date_format": "“10203” reads as 2001-02-03."}),
        (
            {"date_format": "day_first"},
            {"day": ["01/02/1999"]},
            {"date_format": "“01/02/1999” reads as 1999-02-01."},
        ),
        (
            {"date_format": "month_first"},
            {"day": ["01/02/1999"]},
            {"date_format": "“01/02/1999” reads as 1999-01-02."},
        ),
        ({"date_format": "iso"}, {"day": ["01/02/1999"]}, {"date_format": "“01/02/1999” cannot be read so."}),
        ({}, {"day": ["990201"], "started_at": ["7:02:47"]}, {"time_format": "“7:02:47” reads as 07:02:47."}),
        (
            {"constants": {"day": "2026-11-21"}},
            {"started_at": ["7:02"]},
            {"time_format": "“7:02” reads as 07:02:00."},
        ),
        (
            {},
            {"started_at": ["2026/11/21 7:02"]},
            {"date_format": "“2026/11/21 7:02” reads as 2026-11-21 07:02:00."},
        ),
        ({}, {"started_at": ["917852567"]}, {"time_format": "“917852567” reads as 1999-02-01 07:02:47 UTC."}),
        (
            {"outcome_values": {"AGENT": "answered"}},
            {"outcome": ["AGENT"]},
            {"outcome_values": "“AGENT” reads as answered."},
        ),
        ({}, {"outcome": ["放弃"]}, {"outcome_values": "“放弃” reads as abandoned."}),
        ({}, {"outcome": ["AGENT"]}, {"outcome_values": "“AGENT” cannot be read so."}),
        ({}, {"queue": ["sales"]}, {}),
        ({}, {}, {}),
    ],
)
def test_first_value_is_shown_as_it_reads(options, samples, shown):
    found = get("telephony.calls").readings(Mapping({}, options), samples)
    assert {key: found.get(key) for key in shown} == shown
    assert shown or not found


def test_interval_files_show_the_first_of_two_times():
    found = get("telephony.queue_intervals").readings(
        Mapping({}, {}), {"day": ["2026-11-21"], "starts_at": ["09:00-09:30"]}
    )
    assert found["time_format"] == "“09:00-09:30” reads as 09:00:00."
