"""Pages and API of documents."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from callcenter.audit.models import Event
from reports.documents import delivery, kinds, services
from reports.rollups.periods import Kind, period_of
from tests.reports.documents.setting import ONE_DAY, SAID, at, signed, submitted, sum_up
from tests.reports.factories import DAY, call, load_calls

pytestmark = pytest.mark.django_db


def test_a_stale_form_shows_both_versions(document, people, as_user):
    client = as_user(people["writer"])
    services.save_sections(document, {"notes": {"text": "the first shift says"}}, actor=people["writer"])
    answer = client.post(
        f"{document.get_absolute_url()}edit/", {"notes": "the second tab says", "edition": "0"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "the first shift says" in page
    assert "the second tab says" in page


def test_the_workbook_holds_the_signed_figures_and_the_writers_words(document, people, site, as_user):
    signed(document, people)
    load_calls(site, [call(wait=5)])
    sum_up()
    answer = as_user(people["director"]).get(f"{document.get_absolute_url()}?export=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    headlines = book.get_sheet_by_name("Headline figures").to_python()
    assert headlines[1][:2] == ["Offered", 3.0]
    said = book.get_sheet_by_name("What the writer says").to_python()
    assert ["Difficult issues", "Refund of vouchers", "Ask for the number, refund within 3 days"] in said
    assert Event.objects.filter(verb__contains="export").exists()


def test_the_api_takes_the_document_along_its_way(document, people, as_user):
    address = f"/api/v1/reports/documents/{document.number}/"
    writer = as_user(people["writer"])
    empty = writer.post(f"{address}submit/", {}, content_type="application/json")
    assert (empty.status_code, len(empty.json()["objections"])) == (409, 3)
    sent = writer.post(f"{address}submit/", {"sections": SAID}, content_type="application/json").json()
    assert (sent["state"], sent["writer"]) == ("submitted", people["writer"].employee.number)
    director = as_user(people["director"])
    refused = director.post(
        f"{address}sign/", {"figures_checked": False, "figures_version": 1}, content_type="application/json"
    )
    assert refused.json()["objections"][0]["code"] == "reports.figures_not_checked"
    done = director.post(
        f"{address}sign/", {"figures_checked": True, "figures_version": 1}, content_type="application/json"
    ).json()
    assert (done["state"], done["signed_version"], done["signatures"][0]["figures_version"]) == (
        "reviewed",
        1,
        1,
    )
    listed = director.get("/api/v1/reports/documents/", {"state": "reviewed", "site": "north"}).json()
    assert [one["number"] for one in listed["results"]] == [document.number]


def test_the_api_lists_missing_reports(document, people, as_user, clock):
    clock.move_to(at(9, 31))
    found = as_user(people["director"]).get("/api/v1/reports/documents/missing/").json()
    assert [(one["number"], one["kind"]) for one in found] == [(document.number, "daily")]


def test_the_list_asks_as_often_for_many_documents_as_for_few(site, people, as_user, clock):
    director = as_user(people["director"])
    kind = kinds.get("daily")

    def queries() -> int:
        director.get("/reports/documents/")
        with CaptureQueriesContext(connection) as seen:
            assert director.get("/reports/documents/").status_code == 200
        return len(seen)

    def write(days) -> None:
        for back in days:
            made = delivery.draft_document(kind, site, period_of(Kind.DAY, DAY - ONE_DAY * back))
            services.submit_document(made, sections=SAID, actor=people["writer"])

    write(range(1, 3))
    few = queries()
    write(range(3, 23))
    assert queries() == few <= 20


def test_today_lists_what_to_write_and_what_to_sign(document, people, as_user):
    assert "Write: Daily operations report 2026-03-02" in as_user(people["writer"]).get("/").content.decode()
    submitted(document, people)
    director = as_user(people["director"])
    assert "Sign: Daily operations report 2026-03-02" in director.get("/").content.decode()
    assert "To be signed by you" in director.get("/today/panels/").content.decode()


def test_the_page_reads_in_chinese(document, people, as_user):
    people["writer"].language = "zh-hans"
    people["writer"].save(update_fields=["language"])
    page = as_user(people["writer"]).get(document.get_absolute_url()).content.decode()
    for word in ("运营日报", "系统问题", "统一答复", "提交", "撰写人", "按坐席"):
        assert word in page
