"""The catalogue of measures for programs."""

import pytest

from callcenter.measures import registry
from tests.integrations.client_factories import caller

pytestmark = pytest.mark.django_db
MEASURES = "/api/v1/measures/measures/"


def test_every_measure_is_told_with_numerator_and_denominator() -> None:
    client = caller("measures:read")
    found = {one["key"]: one for one in client.get(MEASURES).json()}
    assert found.keys() == {measure.key for measure in registry.all_measures()}
    level = client.get(f"{MEASURES}telephony.service_level/").json()
    assert level == found["telephony.service_level"]
    assert level["denominator"]


def test_a_measure_that_is_not_there_is_404() -> None:
    assert caller("measures:read").get(f"{MEASURES}no.such/").status_code == 404
