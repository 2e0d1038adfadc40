"""Asterisk's queue_log: calls, and what agents were logged in and paused."""

from pathlib import Path

import pytest

from callcenter.files.imports.registry import Mapping, Outcome, Source, get
from callcenter.people.models import Site
from callcenter.telephony.facts.models import AgentInterval, Call
from tests.factories import make_site

LOG = """\
1760000000|NONE|NONE|NONE|QUEUESTART|
1760000100|NONE|sales|Agent/1001|ADDMEMBER|
1760000100|NONE|sales|Agent/1002|ADDMEMBER|
1760000200|1760000200.1|sales|NONE|ENTERQUEUE||13800001234|1
1760000205|1760000200.1|sales|Agent/1002|RINGNOANSWER|5000
1760000212|1760000200.1|sales|Agent/1001|CONNECT|12|1760000206.2|5
1760000300|1760000200.1|sales|Agent/1001|COMPLETEAGENT|12|88|1
1760000310|1760000310.1|sales|NONE|ENTERQUEUE||anonymous|1
1760000340|1760000310.1|sales|NONE|ABANDON|1|1|30
1760000400|1760000400.1|sales|NONE|ENTERQUEUE||555|1
1760000460|1760000400.1|sales|NONE|EXITWITHTIMEOUT|1|1|60
1760000470|1760000470.1|sales|NONE|ENTERQUEUE||557|1
1760000480|1760000470.1|sales|NONE|EXITWITHKEY|9|1|1|10
1760000490|1760000490.1|sales|NONE|ENTERQUEUE||558|1
1760000491|1760000490.1|sales|NONE|EXITEMPTY|1|1|1
1760000500|NONE|sales|Agent/1002|PAUSE|Lunch
1760000800|NONE|sales|Agent/1002|UNPAUSE|
1760000900|1760000900.1|sales|NONE|ENTERQUEUE||556|1
1760000910|1760000900.1|sales|Agent/1001|CONNECT|10|x|3
1760001000|1760000900.1|sales|Agent/1001|BLINDTRANSFER|200|internal|10|90|1
1760001000|1760000900.1|support|NONE|ENTERQUEUE||556|1
1760001020|1760000900.1|support|Agent/1002|CONNECT|20|y|4
1760001100|1760000900.1|support|Agent/1002|COMPLETECALLER|20|80|1
1760003700|NONE|sales|Agent/1001|REMOVEMEMBER|
"""


def take_in(path: Path, text: str, site: Site) -> Outcome:
    path.write_text(text)
    importer = get("telephony.queue_log")
    return importer.apply(Source(path, "queue_log", "", site.pk, Mapping({}, {"feed": "asterisk"}), None))


@pytest.mark.django_db
def test_every_visit_to_a_queue_is_a_call_that_ended_as_the_log_says(tmp_path: Path) -> None:
    site = make_site()
    outcome = take_in(tmp_path / "log", LOG, site)
    assert (outcome.rows, outcome.counts["answered"], outcome.counts["abandoned"]) == (24, 3, 4)
    found = Call.objects.filter(site=site).order_by("started_at", "switch_ref", "queue__code")
    assert list(
        found.values_list(
            "queue__code",
            "agent__code",
            "outcome",
            "wait_seconds",
            "ring_seconds",
            "talk_seconds",
            "end_reason",
        )
    ) == [
        ("sales", "Agent/1001", 1, 12, 5, 88, "agent"),
        ("sales", None, 2, 30, 0, 0, "caller"),
        ("sales", None, 2, 60, 0, 0, "timeout"),
        ("sales", None, 2, 10, 0, 0, "key"),
        ("sales", None, 2, 1, 0, 0, "empty"),
        ("sales", "Agent/1001", 1, 10, 3, 90, "transfer"),
        ("support", "Agent/1002", 1, 20, 4, 80, "caller"),
    ]


@pytest.mark.django_db
def test_members_are_logged_in_from_joining_to_leaving_and_pauses_count_apart(tmp_path: Path) -> None:
    site = make_site()
    take_in(tmp_path / "log", LOG, site)
    rows = AgentInterval.objects.filter(site=site)
    sums = {
        agent: (
            sum(r.login_seconds for r in rows if r.agent.code == agent),
            sum(r.pause_seconds for r in rows if r.agent.code == agent),
            sum(r.talk_seconds for r in rows if r.agent.code == agent),
            sum(r.handled for r in rows if r.agent.code == agent),
        )
        for agent in ("Agent/1001", "Agent/1002")
    }
    assert sums == {"Agent/1001": (3600, 0, 178, 2), "Agent/1002": (3600, 300, 80, 1)}


@pytest.mark.django_db
def test_a_log_that_breaks_off_keeps_its_open_calls_and_says_so(tmp_path: Path) -> None:
    outcome = take_in(tmp_path / "log", "".join(LOG.splitlines(keepends=True)[:6]), make_site())
    assert any("no end in this file" in note for note in outcome.notes)
    assert list(Call.objects.values_list("outcome", "end_reason", "talk_seconds")) == [(1, "unknown", 0)]


@pytest.mark.django_db
def test_ends_of_calls_from_before_the_log_are_told(tmp_path: Path) -> None:
    outcome = take_in(tmp_path / "log", "".join(LOG.splitlines(keepends=True)[6:]), make_site())
    assert any("entered before this file begins" in note for note in outcome.notes)


@pytest.mark.django_db
def test_a_file_that_is_no_queue_log_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("a|b|c|d|e\n" * 30)
    importer = get("telephony.queue_log")
    outcome = importer.check(Source(path, "queue_log", "", make_site().pk, Mapping({}), None))
    assert outcome.error_count == 1
    assert "seconds since 1970" in outcome.errors[0].reason
