"""A reward because of a complaint by the API: the complaint by its number, the rest as on the page."""

from tests.api_calls import post, wrong_fields
from tests.complaints.liability.factories import House, a_case


def test_the_api_proposes_a_reward_because_of_a_complaint(house: House) -> None:
    case, url = a_case(house), "/api/v1/complaints/penalty-notices/"
    data = {"employee": house.ann.number, "points": 3, "grounds": "Praised", "reward": "RW-01"}
    officer = house.officer.user
    made = post(officer, url, data | {"case": case.reference})
    assert made.status_code == 201, made.content
    found = made.json()
    assert (found["case"], found["kind"], found["state"]) == (case.reference, "reward", "draft")
    assert wrong_fields(post(officer, url, data | {"case": case.reference, "reward": None})) == {"case"}
    assert wrong_fields(post(officer, url, data | {"case": "KS-209912-0001"})) == {"case"}
    assert post(officer, url, data).status_code == 403  # without a complaint the GM office draws up
    assert post(house.bo.user, url, data | {"case": case.reference}).status_code == 403
    assert post(house.office.user, url, data).json()["case"] is None
