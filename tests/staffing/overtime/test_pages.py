"""Pages and API of overtime."""

from django.urls import reverse

from staffing.overtime.models import Overtime, OvertimeState
from tests.staffing.overtime.test_services import span
from tests.staffing.swaps.conftest import DAY, Floor, _first_of_march, floor
from tests.staffing.swaps.test_pages import as_

__all__ = ["_first_of_march", "floor"]  # fixtures

TIMES = {"on": DAY.isoformat(), "begins": "16:30", "ends": "18:30", "reason": "Peak"}


def test_asked_for_by_page_and_refused_above_the_limit(floor: Floor) -> None:
    floor.give(floor.ann, DAY)
    ann = as_(floor.ann)
    refused = ann.post(reverse("overtime:ask"), TIMES | {"ends": "20:30"})
    assert refused.status_code == 422
    assert "hours of overtime" in refused.content.decode() or "Overtime" in refused.content.decode()
    assert ann.post(reverse("overtime:ask"), TIMES).status_code == 302
    overtime = Overtime.objects.get()
    page = ann.get(overtime.get_absolute_url()).content.decode()
    assert "16:30–18:30" in page
    assert "Zhao Lei" in page
    assert ann.post(reverse("overtime:cancel", args=[overtime.pk])).status_code == 302
    assert overtime.get_absolute_url() in ann.get(reverse("overtime:index")).content.decode()


def test_assigned_by_page_and_consented_to(floor: Floor) -> None:
    floor.give(floor.ann, DAY)
    leader, ann = as_(floor.leader), as_(floor.ann)
    page = leader.get(reverse("overtime:assign")).content.decode()
    assert floor.bo.number in page
    assert floor.cai.number not in page  # another leader's team
    assert "override_reason" not in page
    assert "override_reason" in as_(floor.manager).get(reverse("overtime:assign")).content.decode()
    data = TIMES | {"employee": floor.ann.number}
    assert leader.post(reverse("overtime:assign"), data).status_code == 302
    overtime = Overtime.objects.get()
    assert overtime.get_absolute_url() in ann.get(reverse("web:today")).content.decode()
    assert ann.post(reverse("overtime:answer", args=[overtime.pk]), {"act": "consent"}).status_code == 302
    overtime.refresh_from_db()
    assert overtime.state == OvertimeState.ASKED
    assert ann.post(reverse("overtime:answer", args=[overtime.pk]), {"act": "consent"}).status_code == 422
    assert overtime.number in leader.get(reverse("overtime:requests")).content.decode()


def test_the_api_of_overtime(floor: Floor) -> None:
    floor.give(floor.ann, DAY)
    starts_at, ends_at = (at.isoformat() for at in span(floor))
    sent = {"starts_at": starts_at, "ends_at": ends_at, "reason": "Peak", "employee": floor.ann.number}
    director, ann = as_(floor.director), as_(floor.ann)
    made = director.post("/api/v1/staffing/overtime/assign/", sent, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (201, "assigned")
    address = f"/api/v1/staffing/overtime/{made.json()['id']}/"
    done = ann.post(f"{address}consent/", {}, content_type="application/json")
    assert (done.json()["state"], done.json()["minutes"]) == ("approved", 120)
    again = ann.post("/api/v1/staffing/overtime/", sent, content_type="application/json")
    assert again.status_code == 409
    off = director.post(f"{address}cancel/", {"words": "Calm again"}, content_type="application/json")
    assert off.json()["state"] == "cancelled"
