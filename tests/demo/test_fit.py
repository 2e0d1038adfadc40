"""The parameters say what the records say. The records lie beside the project; without them the fit is not repeated."""

import json
from pathlib import Path

import numpy as np
import pytest

from callcenter.demo import fit
from callcenter.demo.arrivals import patience_seconds
from callcenter.demo.parameters import PATH, parameters

RECORDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "anonymous_bank_1999_02_calls.tsv"


@pytest.mark.shared_data
def test_fitting_the_records_again_gives_the_file_of_parameters() -> None:
    if not RECORDS.exists():
        pytest.skip(f"the real records are not at {RECORDS}")
    assert fit.as_text(fit.fit(RECORDS)) == PATH.read_text()


def test_the_fits_are_close_to_the_records() -> None:
    found = parameters()
    assert {
        name: service["fit_distance"] < 0.08 for name, service in found["service"].items()
    } == dict.fromkeys(found["service"], True)
    assert found["service"]["PS"]["fit_distance"] < 0.03  # the type of two calls in three
    assert found["customers"]["fit"]["gap"] < 0.05


def test_the_patience_used_is_the_model_closest_to_kaplan_meier() -> None:
    distances = parameters()["patience"]["fit"]["distance_to_kaplan_meier"]
    assert min(distances, key=distances.__getitem__) == "piecewise"
    assert distances["piecewise"] < 0.02


def test_kaplan_meier_counts_a_censored_wait_as_at_risk_until_it_ended() -> None:
    times, survival = fit.kaplan_meier(np.array([1.0, 2, 2, 3]), np.array([True, False, True, True]))
    assert times.tolist() == [1, 2, 3]
    assert survival.tolist() == pytest.approx([3 / 4, 3 / 4 * 2 / 3, 0])


def test_piecewise_hazard_is_those_who_gave_up_over_the_seconds_waited() -> None:
    hazards = fit.piecewise_hazards(np.array([2.0, 4, 8]), np.array([True, False, True]))
    assert hazards[0] == pytest.approx(1 / (2 + 4 + 5))  # 0–5 s: one gave up
    assert hazards[1] == pytest.approx(1 / 3)  # 5–10 s: one was there for 3 s and gave up


def test_log_normal_patience_is_found_again_from_censored_waits() -> None:
    random = np.random.default_rng(5)
    patience, answered = np.exp(random.normal(4, 1, 20_000)), random.exponential(60, 20_000)
    mu, sigma = fit.censored_log_normal(np.minimum(patience, answered), patience <= answered)
    assert mu == pytest.approx(4, abs=0.05)
    assert sigma == pytest.approx(1, abs=0.05)


def test_patience_is_drawn_as_fitted() -> None:
    drawn = patience_seconds(100_000, np.random.default_rng(1))
    fitted = parameters()["patience"]
    waiting = drawn[drawn > 0]
    assert (drawn == 0).mean() == pytest.approx(fitted["at_once"], abs=0.005)
    expected = np.exp(-fit.cumulative_hazard(np.array([20.0, 60, 300]), fitted["hazards"]))
    assert [(waiting > seconds).mean() for seconds in (20, 60, 300)] == pytest.approx(expected, abs=0.01)


def test_the_file_of_parameters_holds_no_record() -> None:
    text = PATH.read_text()
    assert len(text) < 10_000
    assert set(json.loads(text)) == {
        "source", "arrivals", "types", "service", "patience", "ivr", "customers",
        "ignored_share", "agent_missing_share", "fit",
    }  # fmt: skip
