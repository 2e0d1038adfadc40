"""Pages and API of shift types and rotations."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from staffing.shifts import services
from staffing.shifts.models import Rotation, ShiftType
from staffing.shifts.services import RotationFacts, ShiftFacts
from tests.factories import make_site, make_user
from tests.staffing.factories import NIGHT_SHIFT, make_shift_type

pytestmark = pytest.mark.django_db
FORM = {
    "code": "D", "name": "Day", "work": "08:00–16:30", "meals": "12:00–12:30", "skill_level": 1,
    "minimum_heads": 0, "colour": "green", "is_live": "on",
}  # fmt: skip


@pytest.fixture
def site() -> Site:
    return make_site("shanghai")


@pytest.fixture
def page(client: Client, site: Site) -> Client:
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_shift_type_is_added_changed_and_the_change_undone(page: Client, site: Site) -> None:
    assert "No shift types yet" in text_of(page.get("/staffing/shifts/types/"))
    answer = page.post("/staffing/shifts/types/new/", FORM)
    assert answer.status_code == 302
    assert answer["Location"] == "/staffing/shifts/types/shanghai/D/"
    edit = "/staffing/shifts/types/shanghai/D/edit/"
    assert page.post(edit, FORM | {"work": "09:00–17:30"}).status_code == 302
    detail = page.get("/staffing/shifts/types/shanghai/D/")
    assert "09:00–17:30" in text_of(detail)
    undo = detail.context["undo"]
    assert page.post(f"/staffing/shifts/types/shanghai/D/undo/{undo.pk}/").status_code == 302
    assert services.shift_facts(ShiftType.objects.get())["work"] == "08:00–16:30"


def test_a_refused_form_says_why_beside_its_field(page: Client, site: Site) -> None:
    answer = page.post("/staffing/shifts/types/new/", FORM | {"work": "at noon"})
    assert answer.status_code == 422
    assert "is not read as times" in text_of(answer)
    assert page.post("/staffing/shifts/types/new/", FORM | {"code": ""}).status_code == 422


def test_a_stale_form_shows_both_versions(page: Client, site: Site) -> None:
    page.post("/staffing/shifts/types/new/", FORM)
    edit = "/staffing/shifts/types/shanghai/D/edit/"
    version = page.get(edit).context["version"]
    page.post(edit, FORM | {"name": "Early"})
    answer = page.post(edit, FORM | {"name": "Late", "version": version})
    assert answer.status_code == 422
    assert answer.context["differences"][0]["now"] == "Early"


def test_what_is_being_typed_is_drawn_or_refused(page: Client) -> None:
    url = "/staffing/shifts/types/preview/"
    assert "<svg" in text_of(page.get(url, {"work": "20-8", "meals": "2-2:30"}))
    assert "lies outside" in text_of(page.get(url, {"work": "8-16", "meals": "18-19"}))
    assert "lasts at most" in text_of(page.get(url, {"work": "8-20, 7-9"}))
    assert "the bar shows" in text_of(page.get(url))


def test_a_type_is_taken_out_of_use_and_back(page: Client, site: Site) -> None:
    make_shift_type(site, "N", NIGHT_SHIFT)
    switch = "/staffing/shifts/types/shanghai/N/switch/"
    assert page.post(switch, {"is_active": "off"}).status_code == 302
    assert not ShiftType.objects.get().is_active
    assert page.post(switch, {"is_active": "off"}).status_code == 422
    page.post(switch, {"is_active": "on"})
    assert ShiftType.objects.get().is_active


def test_a_rotation_is_added_shown_and_switched(page: Client, site: Site) -> None:
    make_shift_type(site, "D")
    make_shift_type(site, "N", NIGHT_SHIFT)
    new = "/staffing/shifts/rotations/new/"
    assert "Four on, two off" in text_of(page.get(new))
    fields = {"code": "4-2", "name": "Four on", "cycle": "D*2 N*2 -*2", "crews": 3, "anchor_on": "2026-01-05"}
    assert page.post(new, fields | {"cycle": "D Q"}).status_code == 422
    answer = page.post(new, fields, follow=True)
    assert text_of(answer).count("shift-code s-blue") >= 31
    assert (
        page.post("/staffing/shifts/rotations/shanghai/4-2/edit/", fields | {"crews": 6}).status_code == 302
    )
    assert Rotation.objects.get().crews == 6
    page.post("/staffing/shifts/rotations/shanghai/4-2/switch/", {"is_active": "off"})
    assert not Rotation.objects.get().is_active


def test_a_typed_cycle_is_previewed(page: Client, site: Site) -> None:
    make_shift_type(site, "D")
    url = "/staffing/shifts/rotations/preview/"
    asked = {"cycle": "d d -", "crews": "3", "anchor_on": "2026-12-31"}
    assert text_of(page.get(url, asked)).count("shift-code") == 62
    assert "is no shift in use" in text_of(page.get(url, asked | {"cycle": "Q -"}))
    for broken in ({"crews": "x"}, {"anchor_on": "2026-02-31"}, {"cycle": ""}, {"crews": "0"}):
        assert page.get(url, asked | broken).status_code == 200


def test_lists_cost_the_same_queries_for_two_rows_as_for_thirty(page: Client, site: Site) -> None:
    director = make_user(PostCode.DIRECTOR, site=site)
    counts = []
    for numbers in (range(2), range(2, 30)):
        for number in numbers:
            services.create_shift_type(site, ShiftFacts(f"D{number}", "Day", "8-16"), actor=director)
            facts = RotationFacts(f"R{number}", "R", datetime.date(2026, 1, 5), f"D{number} -")
            services.create_rotation(site, facts, actor=director)
        page.get("/staffing/shifts/types/")
        with CaptureQueriesContext(connection) as asked:
            page.get("/staffing/shifts/types/")
            page.get("/staffing/shifts/rotations/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_api_adds_changes_and_switches(client: Client, site: Site) -> None:
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    base = "/api/v1/staffing/shift-types/"
    json = "application/json"
    made = client.post(base, {"site": "shanghai", "code": "N", "name": "Night", "work": "20:00–08:00"}, json)
    assert made.status_code == 201, made.content
    assert made.json()["segments"] == [{"start": 1200, "end": 1920, "kind": "work"}]
    pk = made.json()["id"]
    changed = client.post(f"{base}{pk}/change/", {"code": "N", "name": "Night", "work": "22-6"}, json)
    assert changed.json()["working_minutes"] == 480
    again = client.post(base, {"site": "shanghai", "code": "n", "name": "Night", "work": "20-8"}, json)
    assert again.status_code == 409
    rotations = "/api/v1/staffing/rotations/"
    facts = {"site": "shanghai", "code": "1-1", "name": "R", "cycle": "N -", "anchor_on": "2026-01-05"}
    rotation = client.post(rotations, facts, json)
    assert rotation.json()["cycle"] == ["N", ""]
    assert client.post(f"{base}{pk}/switch/", {"is_active": False}, json).status_code == 409
    off = client.post(f"{rotations}{rotation.json()['id']}/switch/", {"is_active": False}, json)
    assert off.json()["is_active"] is False
    assert client.get(base, {"site": "shanghai", "is_active": "true"}).json()["results"][0]["code"] == "N"
