"""Lists: filters, order, pages, memory, saved views, export; as many queries for 10 rows as for 1,000."""

import io
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.web import listing_export, listing_pages
from callcenter.web.models import SavedView
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.list_urls")]


def make_users(count: int, start: int = 0) -> None:
    User.objects.bulk_create(
        User(username=f"u{number:05d}", password="!", language="en" if number % 2 else "zh-hans")
        for number in range(start, start + count)
    )


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(factories.make_user(PostCode.DIRECTOR))
    return client


def names(response: Any) -> list[str]:
    return [row.cells[0].value for row in response.context["rows"]]


def test_a_list_has_pages_of_its_size_and_a_total(client: Client) -> None:
    make_users(25)
    response = client.get("/test-users/?page=3")
    assert len(names(response)) == 6
    assert "21–26 of 26" in response.content.decode()


def test_a_list_counts_no_further_than_its_pages_show(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_pages, "MOST", 20)
    make_users(25)
    response = client.get("/test-users/?page=2")
    assert "11–20 of more than 20" in response.content.decode()
    assert response.context["page"].next is None
    assert "1–10 of more than 20" in client.get("/test-users/?page=1").content.decode()


def test_a_click_on_a_heading_sorts_and_the_second_one_turns_it_round(client: Client) -> None:
    make_users(3)
    assert names(client.get("/test-users/?sort=-username&q=u0"))[0] == "u00002"
    response = client.get("/test-users/?sort=username&q=u0")
    assert names(response)[0] == "u00000"
    assert 'aria-sort="ascending"' in response.content.decode()
    assert "sort=-username" in response.content.decode()


def test_an_unknown_sort_is_the_list_s_own_order(client: Client) -> None:
    make_users(2)
    assert names(client.get("/test-users/?sort=password&q=u0")) == ["u00000", "u00001"]


def test_filters_show_as_chips_that_can_be_taken_away(client: Client) -> None:
    make_users(4)
    response = client.get("/test-users/?language=en&q=u0")
    assert names(response) == ["u00001", "u00003"]
    chips = {chip.label: (chip.value, chip.without) for chip in response.context["filters"].chips}
    assert chips["Language"] == ("English", "q=u0")


def test_a_filter_that_cannot_be_read_is_said_at_its_field(client: Client) -> None:
    response = client.get("/test-users/?created_at_after=soon")
    assert response.status_code == 200
    assert "created_at" in response.context["filters"].form.errors
    assert not response.context["filters"].chips


def test_columns_can_be_chosen(client: Client) -> None:
    response = client.get("/test-users/?columns=username&columns=email")
    assert [heading.column.key for heading in response.context["columns"]] == ["username", "email"]


def test_a_list_remembers_where_you_were_until_it_is_cleared(client: Client) -> None:
    client.get("/test-users/?q=u0&sort=-username")
    assert client.get("/test-users/").headers["Location"] == "/test-users/?q=u0&sort=-username"
    assert client.get("/test-users/?clear=1").headers["Location"] == "/test-users/"
    assert client.get("/test-users/").status_code == 200


def test_htmx_gets_the_list_alone(client: Client) -> None:
    page = client.get(
        "/test-users/?q=u", headers={"HX-Request": "true", "HX-Target": "listing"}
    ).content.decode()
    assert page.strip().startswith("<section")
    assert "<html" not in page


def test_a_view_is_saved_opened_as_the_default_and_deleted(client: Client) -> None:
    make_users(3)
    posted = {
        "listing": "test.users",
        "name": "Chinese",
        "query": "language=zh-hans&page=2",
        "is_default": "on",
        "next": "/test-users/",
    }
    view_page = client.post("/saved-views/", posted).headers["Location"]
    view = SavedView.objects.get()
    assert view.query == "language=zh-hans"
    assert view_page == f"/test-users/?language=zh-hans&view={view.pk}"
    assert client.get("/test-users/").headers["Location"] == view_page
    client.post(f"/saved-views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_a_view_is_renamed_and_made_the_default(client: Client) -> None:
    posted = {"listing": "test.users", "query": "q=u", "next": "/test-users/"}
    for name in ("First", "Second"):
        client.post("/saved-views/", posted | {"name": name, "is_default": "on"})
    first = SavedView.objects.get(name="First")
    address = f"/saved-views/{first.pk}/rename/"
    client.post(address, {"name": "Second", "next": "/test-users/"})
    assert SavedView.objects.get(pk=first.pk).name == "First"  # the name is taken
    answer = client.post(address, {"name": "Third", "is_default": "on", "next": "/test-users/"})
    assert answer.headers["Location"] == f"/test-users/?q=u&view={first.pk}"
    assert list(SavedView.objects.filter(is_default=True).values_list("name", flat=True)) == ["Third"]


def test_a_saved_view_leads_to_no_other_host(client: Client) -> None:
    posted = {
        "listing": "test.users",
        "name": "Far",
        "query": "q=u",
        "next": "http://testserver//evil.example/",
    }
    assert client.post("/saved-views/", posted).headers["Location"].startswith("/evil.example/?q=u")


def test_a_view_of_somebody_else_cannot_be_deleted(client: Client) -> None:
    view = SavedView.objects.create(user=factories.make_user(), listing="test.users", name="Theirs")
    assert client.post(f"/saved-views/{view.pk}/delete/").status_code == 404


def test_a_view_without_a_name_is_refused_with_a_sentence(client: Client) -> None:
    response = client.post(
        "/saved-views/", {"listing": "test.users", "name": "", "next": "/test-users/"}, follow=True
    )
    assert "The view needs a name" in response.content.decode()


def test_the_database_keeps_one_default_view_per_list() -> None:
    user = factories.make_user()
    SavedView.objects.create(user=user, listing="a", name="One", is_default=True)
    with pytest.raises(IntegrityError, match="saved_view_has_one_default_per_list"), transaction.atomic():
        SavedView.objects.create(user=user, listing="a", name="Two", is_default=True)


def test_the_workbook_holds_exactly_what_is_shown(client: Client) -> None:
    make_users(30)
    response = client.get("/test-users/?q=u0&sort=-username&columns=username,created_at&export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 31
    assert rows[1][0] == "u00029"
    assert rows[1][1].year >= 2020
    definitions = [row[:2] for row in book.worksheets[-1].iter_rows(values_only=True)]
    assert ("Filter: Search", "u0") in definitions


def test_the_same_comes_as_csv(client: Client) -> None:
    make_users(2)
    text = b"".join(client.get("/test-users/?q=u0&export=csv")).decode("utf-8-sig")
    assert text.splitlines()[0].startswith("User name,Number")
    assert len(text.splitlines()) == 3


def test_only_posts_that_may_export_get_the_workbook(client: Client) -> None:
    assert client.get("/test-closed/?export=xlsx").status_code == 200
    client.force_login(factories.make_user(PostCode.AGENT))
    assert client.get("/test-closed/?export=xlsx").status_code == 403
    assert "export=xlsx" not in client.get("/test-closed/").content.decode()


def test_a_large_list_becomes_a_job(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.http import HttpResponse

    monkeypatch.setattr(listing_export, "AT_ONCE", 5)
    make_users(8)
    monkeypatch.setattr(listing_export, "_job", None)
    assert "too many to export" in client.get("/test-users/?q=u0&export=xlsx", follow=True).content.decode()
    monkeypatch.setattr(listing_export, "_job", lambda request, listing: HttpResponse(f"job {listing.key}"))
    assert client.get("/test-users/?q=u0&export=xlsx").content == b"job test.users"


def test_the_queries_of_a_list_do_not_grow_with_its_rows(client: Client) -> None:
    make_users(10)
    client.get("/test-users/?q=u")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/test-users/?q=u")
    make_users(1000, start=10)
    with CaptureQueriesContext(connection) as many:
        client.get("/test-users/?q=u")
    assert len(few) == len(many)
    assert len(many) <= 15


def test_pages_by_key_go_forward_and_back_without_gaps_even_when_times_are_equal(client: Client) -> None:
    make_users(34)  # made in one statement: many share their time
    seen: list[str] = []
    response = client.get("/test-keyset/?columns=username")
    while True:
        seen += names(response)
        following = response.context["page"].next
        if following is None:
            break
        response = client.get("/test-keyset/", {"columns": "username", **following})
    assert len(seen) == len(set(seen)) == User.objects.count()
    back = response.context["page"].previous
    earlier = names(client.get("/test-keyset/", {"columns": "username", **back}))
    assert earlier == seen[-len(names(response)) - 10 : -len(names(response))]


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "bm9uc2Vuc2U",
        "W1siIiwxXV0",
        "e30",
        "W1siIiwgIngiXSwgWyIiLCAieSJdXQ",  # words where a moment and a number belong
        "W1sibSIsICIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIl0sIFsiIiwgSW5maW5pdHldXQ",  # a number without end
    ],
)
def test_a_changed_key_is_the_first_page(client: Client, token: str) -> None:
    make_users(3)
    assert client.get("/test-keyset/", {"after": token}).status_code == 200


def test_bulk_actions_post_the_chosen_rows(client: Client) -> None:
    response = client.get("/test-users/?q=E")
    assert 'formaction="/bulk/"' in response.content.decode()
    assert client.post("/bulk/", {"selected": ["1", "2"]}).content == b"1,2"


def test_an_empty_list_says_so_and_a_filtered_one_how_to_go_on(client: Client) -> None:
    page = client.get("/test-users/?q=nobody-has-this-name").content.decode()
    assert "Nothing matches these filters" in page
