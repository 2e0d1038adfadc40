"""The pages of liability, as the posts use them."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.approvals import services as approvals
from complaints.liability.models import Liability, PenaltyNotice, PersonnelNotice, ReviewLine, Verdict
from complaints.liability.notices import services as notices
from complaints.liability.personnel import services as personnel
from tests.complaints.liability.factories import House, a_case, approved, closed, in_october, judged, opened
from tests.quality.conduct.factories import version


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def posted(house: House, percents: tuple[str, str]) -> dict[str, str]:
    data = {"unit-unit": str(house.department.pk), "unit-words": "Wrong words"}
    for prefix, count in (("shares", 2), ("losses", 1)):
        data |= {f"{prefix}-TOTAL_FORMS": str(count), f"{prefix}-INITIAL_FORMS": "0"}
    for place, (who, percent) in enumerate(zip((house.ann, house.bo), percents, strict=True)):
        data |= {f"shares-{place}-who": f"e{who.pk}", f"shares-{place}-percent": percent}
    return data | {
        "losses-0-kind": "handling",
        "losses-0-department": str(house.department.pk),
        "losses-0-hours": "2",
    }


def test_the_service_department_judges_on_the_page(house: House) -> None:
    case = a_case(house)
    page, client = reverse("liability:case", args=[case.reference]), as_(house.officer)
    assert client.get(page).status_code == 200
    assert client.post(page, posted(house, ("60", "39"))).status_code == 422
    assert client.post(page, posted(house, ("60", "40"))).status_code == 302
    assert client.post(page, posted(house, ("", ""))).status_code == 302
    liability = Liability.objects.get()
    assert [str(one.percent) for one in liability.responsibles.all()] == ["50.00", "50.00"]
    assert b"120.00" in client.get(page).content
    assert as_(house.bo).get(page).status_code == 404


def test_the_gm_office_reviews_a_month_on_its_pages(house: House) -> None:
    for day in (3, 4):
        closed(house, in_october(day))
    review, client = opened(house), as_(house.office)
    page = review.get_absolute_url()
    assert client.get(page).status_code == 200
    assert client.post(reverse("liability:finish", args=[review.pk])).status_code == 422
    first, second = review.lines.order_by("case__number")
    answer = client.post(reverse("liability:line", args=[first.pk]), {"verdict": "none"})
    assert answer.headers["Location"] == reverse("liability:line", args=[second.pk])
    wrong = client.post(reverse("liability:line", args=[second.pk]), {"verdict": "deduction"})
    assert wrong.status_code == 422
    data = {"verdict": "deduction", "unit": house.department.pk, "words": "Wrong words"}
    assert client.post(reverse("liability:line", args=[second.pk]), data).status_code == 302
    assert client.get(reverse("liability:print", args=[review.pk])).status_code == 200
    assert client.post(reverse("liability:finish", args=[review.pk])).status_code == 302


def test_lines_are_added_and_removed_without_losing_what_was_typed(house: House) -> None:
    case = a_case(house)
    page, client = reverse("liability:case", args=[case.reference]), as_(house.officer)
    data = posted(house, ("60", "30.5"))
    answer = client.post(page, data | {"rows": "add-shares"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="shares-2-who"' in text
    assert 'value="30.5"' in text
    assert "Wrong words" in text
    assert ">90.50</output>" in text
    assert ">120.00</output>" in text  # two hours of handling
    text = client.post(page, data | {"rows": "drop-shares-0"}).content.decode()
    assert 'name="shares-1-who"' not in text
    assert f'value="e{house.bo.pk}" selected' in text
    assert ">30.50</output>" in text
    assert 'name="losses-1-kind"' in client.post(page, data | {"rows": "add-losses"}).content.decode()
    assert "No loss is named" in client.post(page, data | {"rows": "drop-losses-0"}).content.decode()
    assert not Liability.objects.exists()


def test_there_are_not_more_lines_than_the_form_takes(house: House) -> None:
    case = a_case(house)
    page, client = reverse("liability:case", args=[case.reference]), as_(house.officer)
    data = posted(house, ("60", "40")) | {"shares-TOTAL_FORMS": "20", "rows": "add-shares"}
    assert 'name="shares-20-who"' not in client.post(page, data).content.decode()
    for wrong in ("999999", "x", "-1"):
        assert client.post(page, data | {"shares-TOTAL_FORMS": wrong}).status_code == 200


def test_a_notice_goes_through_on_its_pages(house: House) -> None:
    line = judged(house, Verdict.DEDUCTION)
    client = as_(house.office)
    data = {"employee": house.ann.number, "points": "3", "grounds": "Wrong words"}
    answer = client.post(f"{reverse('liability:new-notice')}?line={line.pk}", data)
    notice = PenaltyNotice.objects.get()
    assert answer.headers["Location"] == notice.get_absolute_url()

    def act(who: Any, verb: str, **data: str) -> int:
        return as_(who).post(reverse("liability:notice-act", args=[notice.pk, verb]), data).status_code

    assert act(house.office, "change", employee=house.ann.number, points="4", grounds="y") == 302
    assert act(house.office, "send-up") == 302
    approvals.approve(notices.running_requests(notice).get(), actor=house.gm.user)
    assert act(house.ann, "contest", words="") == 422
    assert act(house.ann, "contest", words="No") == 302
    assert act(house.deputy, "decide", is_upheld="no", words="Yes") == 302
    assert act(house.gm, "revoke", reason="The court") == 302
    for who in (house.ann, house.office, house.gm):
        assert as_(who).get(notice.get_absolute_url()).status_code == 200
    assert as_(house.bo).get(notice.get_absolute_url()).status_code == 404


def test_a_reward_goes_through_on_its_pages(house: House) -> None:
    new = f"{reverse('liability:new-notice')}?kind=reward"
    kind = version("RW-01")
    data = {"employee": house.ann.number, "points": "3", "grounds": "A letter", "reward": str(kind.pk)}
    office = as_(house.office)
    assert "RW-01" in office.get(new).content.decode()
    assert office.post(new, data | {"points": "9"}).status_code == 422
    assert office.post(new, data).status_code == 302
    notice = PenaltyNotice.objects.get()

    def act(who: Any, verb: str, **data: str) -> int:
        return as_(who).post(reverse("liability:notice-act", args=[notice.pk, verb]), data).status_code

    other = str(version("RW-02").pk)
    assert act(house.office, "change", **(data | {"reward": other})) == 302
    assert act(house.office, "send-up") == 302
    approvals.approve(notices.running_requests(notice).get(), actor=house.gm.user)
    assert "Execute and publish a reward" in as_(house.hr).get("/").content.decode()
    assert act(house.hr, "publish", title="", text="x") == 422
    assert act(house.hr, "publish", title="Praise", text="Ann was praised") == 302
    assert "RW-02" in as_(house.ann).get(reverse("conduct:mine")).content.decode()
    printed = as_(house.ann).get(reverse("liability:notice-print", args=[notice.pk]))
    assert notice.number in printed.content.decode()
    listed = as_(house.office).get("/api/v1/complaints/penalty-notices/?kind=reward").json()
    assert [one["item"] for one in listed["results"]] == ["RW-02"]


def test_a_personnel_notice_goes_through_on_its_pages(house: House) -> None:
    line = judged(house, Verdict.ADMINISTRATIVE)
    data = {"employee": house.ann.number, "penalty": "written", "grounds": "Wrong words"}
    assert as_(house.office).post(reverse("liability:propose", args=[line.pk]), data).status_code == 302
    notice = PersonnelNotice.objects.get()
    approvals.approve(personnel.running_requests(notice).get(), actor=house.gm.user)
    hr = as_(house.hr)
    text = {"title": "Personnel Notice", "text": "A written warning"}
    assert hr.post(reverse("liability:draw-up", args=[notice.pk]), text).status_code == 302
    assert hr.post(reverse("liability:publish", args=[notice.pk])).status_code == 302
    assert as_(house.ann).get(notice.get_absolute_url()).status_code == 200


def test_lists_take_as_many_queries_for_many_rows_as_for_one(house: House) -> None:
    approved(house)
    review = opened(house)
    client = as_(house.office)
    pages = [reverse(f"liability:{name}") for name in ("reviews", "notices", "personnel-notices")]
    pages += [
        review.get_absolute_url(),
        "/api/v1/complaints/liability-reviews/",
        "/api/v1/complaints/penalty-notices/",
    ]

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    few = [count(url) for url in pages]
    for _ in range(12):
        case = closed(house, in_october())
        ReviewLine.objects.create(review=review, case=case)
        PenaltyNotice.objects.create(
            site=house.site, case=case, employee=house.bo, points=1, grounds="x", written_at=case.closed_at
        )
    assert [count(url) for url in pages] == few


def test_today_says_what_waits(house: House) -> None:
    approved(house)
    assert "Review the closed complaints of 2026-10" in as_(house.office).get("/").content.decode()
    assert "A notice about you may be contested" in as_(house.ann).get("/").content.decode()


def test_a_reward_is_proposed_from_the_complaint_and_listed_there(house: House) -> None:
    case = a_case(house)
    page, officer = reverse("liability:propose-reward", args=[case.reference]), as_(house.officer)
    shown = officer.get(case.get_absolute_url()).content.decode()
    assert page in shown
    assert "Nobody was rewarded or penalised because of this complaint." in shown
    assert case.reference in officer.get(page).content.decode()
    kind = version("RW-01")
    data = {"employee": house.ann.number, "points": "3", "grounds": "Praised", "reward": str(kind.pk)}
    assert officer.post(page, data | {"points": "99"}).status_code == 422
    answer = officer.post(page, data)
    assert (answer.status_code, answer.headers["Location"]) == (302, case.get_absolute_url())
    notice = PenaltyNotice.objects.get()
    shown = officer.get(case.get_absolute_url()).content.decode()
    assert notice.get_absolute_url() in shown
    assert f"Reward proposed: {notice.number}" in shown
    office = as_(house.office)
    assert notice.number in office.get("/").content.decode()
    assert notice.get_absolute_url() in office.get(case.get_absolute_url()).content.decode()


def test_who_is_to_be_rewarded_reads_nothing_of_it_before_it_is_approved(house: House) -> None:
    case = a_case(house, taker=house.ann)
    officer = as_(house.officer)
    data = {
        "employee": house.ann.number,
        "points": "3",
        "grounds": "Praised by Mrs Lin",
        "reward": version("RW-01").pk,
    }
    officer.post(reverse("liability:propose-reward", args=[case.reference]), data)
    notice, ann = PenaltyNotice.objects.get(), as_(house.ann)
    shown = ann.get(case.get_absolute_url()).content.decode()
    assert notice.get_absolute_url() not in shown
    assert "Praised by Mrs Lin" not in shown
    services = notices.send_up(notice, actor=house.office.user)
    approvals.approve(notices.running_requests(services).get(), actor=house.gm.user)
    assert notice.get_absolute_url() in ann.get(case.get_absolute_url()).content.decode()
