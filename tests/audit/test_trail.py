"""The trail: append-only, scoped, in words."""

import datetime

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override

from callcenter.access.posts import PostCode
from callcenter.audit import verbs
from callcenter.audit.differences import differences
from callcenter.audit.models import Event
from callcenter.audit.services import record
from tests.factories import PASSWORD, make_employee, make_site, make_team, make_user

VERB = "rulebook.value.set"


@pytest.mark.django_db
def test_database_refuses_to_change_an_event() -> None:
    event = record(None, VERB)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(reason="Other")


@pytest.mark.django_db
def test_database_refuses_to_delete_an_event() -> None:
    event = record(None, VERB)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        event.delete()
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_event_is_refused_outside_the_transaction_of_its_change() -> None:
    with pytest.raises(RuntimeError, match="transaction of the change"):
        record(None, VERB)


@pytest.mark.django_db(transaction=True)
def test_event_goes_with_the_change_that_is_rolled_back() -> None:
    with transaction.atomic():
        record(None, VERB)
        transaction.set_rollback(True)
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("post", "seen"),
    [
        (PostCode.AGENT, set()),
        (PostCode.SHIFT_LEADER, set()),
        (PostCode.HR, set()),
        (PostCode.DIRECTOR, {"own"}),
        (PostCode.CENTER_MANAGER, {"own"}),
        (PostCode.GM, {"own", "other", "none"}),
        (PostCode.SYSADMIN, {"own", "other", "none"}),
    ],
)
def test_posts_see_the_trail_as_far_as_they_reach(post: PostCode, seen: set[str]) -> None:
    site, other = make_site(), make_site()
    record(None, VERB, reason="own", site_id=site.pk)
    record(None, VERB, reason="other", site_id=other.pk)
    record(None, VERB, reason="none")
    visible = Event.objects.visible_to(make_user(post, site=site))
    assert set(visible.values_list("reason", flat=True)) == seen


def test_sentence_is_in_the_readers_language_and_an_unknown_verb_is_shown_bare() -> None:
    assert verbs.sentence(VERB, "kpi.sl_seconds") == "changed the rule kpi.sl_seconds"
    with override("zh-hans"):
        assert verbs.sentence(VERB, "kpi.sl_seconds") == "修改了规则 kpi.sl_seconds"
    assert verbs.sentence("old.thing.gone", "X") == "old.thing.gone X"


def test_verb_has_one_sentence_and_three_parts() -> None:
    with pytest.raises(ValueError, match="past_participle"):
        verbs.define({"Hired": "hired"})
    with pytest.raises(ValueError, match="two sentences"):
        verbs.define({VERB: "something else"})


@pytest.mark.django_db
def test_differences_name_fields_choices_dates_and_rows_behind_keys() -> None:
    site = make_site(name="Harbin")
    employee = make_employee(site=site)
    event = record(
        None,
        VERB,
        employee,
        before={"job_type": "inbound", "site": site.pk, "hired_on": "2020-01-01", "grade": ""},
        after={"job_type": "outbound", "site": site.pk, "left_at": "2026-11-21T04:00:00Z", "is_new": True},
    )
    found = {line.label: line for line in differences([event])[event.pk]}
    assert (found["Job type"].before, found["Job type"].after) == ("Inbound", "Outbound")
    assert found["Job type"].is_changed
    assert (found["Site"].before, found["Site"].is_changed) == ("Harbin", False)
    assert (found["Hired on"].before, found["Hired on"].after) == ("2020-01-01", "—")
    assert found["Grade"].before == "—"
    assert found["Left at"].after == "2026-11-21 04:00"
    assert found["Is new"].after == "yes"


@pytest.mark.django_db
def test_log_in_log_out_and_a_refused_log_in_are_recorded() -> None:
    user = make_user()
    client = Client()
    client.force_login(user)
    client.logout()
    assert authenticate(None, username=user.username, password="wrong" + PASSWORD) is None
    found = list(Event.objects.order_by("id").values_list("verb", "actor_id"))
    assert found == [
        ("accounts.session.started", user.pk),
        ("accounts.session.ended", user.pk),
        ("accounts.session.refused", None),
    ]
    refused = Event.objects.get(verb="accounts.session.refused")
    assert refused.after["username"] == user.username
    assert set(Event.objects.values_list("site_id", flat=True)) == {user.employee.site_id}
    assert "wrong" not in str(refused.after)


@pytest.mark.django_db
def test_a_name_that_no_log_in_has_is_not_kept_for_ever() -> None:
    assert authenticate(None, username="my secret in the wrong box", password="x") is None
    assert "secret" not in str(Event.objects.get(verb="accounts.session.refused").after)


@pytest.mark.django_db
def test_time_of_an_event_is_the_databases() -> None:
    event = Event.objects.get(pk=record(None, VERB).pk)
    assert abs(event.at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=5)


@pytest.mark.django_db
def test_subject_keeps_its_name_of_that_day() -> None:
    team = make_team(name="Night owls")
    event = record(None, VERB, team)
    team.name = "Larks"
    team.save()
    event.refresh_from_db()
    assert event.subject_label == "Night owls"
