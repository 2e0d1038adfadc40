"""The pages of duplicates: the panel of the form, the section of a complaint, merging by its form."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from callcenter.files.attachments.services import attach
from complaints.cases.duplicates import linking, merging
from complaints.cases.models import Case, State
from tests.complaints.factories import make_center, taken_to

pytestmark = pytest.mark.django_db


def test_the_panel_names_what_looks_like_the_complaint_that_is_typed() -> None:
    center = make_center()
    case = taken_to(center, State.ACCEPTED)
    client = Client()
    client.force_login(center.user("officer"))
    page = client.post(reverse("cases:duplicates"), {"order_no": case.order_no, "customer": "new"})
    assert case.reference in page.content.decode()
    assert "same order" in page.content.decode()
    client.force_login(center.user("marketing"))
    hidden = client.post(reverse("cases:duplicates"), {"order_no": case.order_no}).content.decode()
    assert case.reference in hidden


def test_the_survivors_page_shows_what_was_merged_into_it_and_its_links() -> None:
    center = make_center()
    survivor, merged = taken_to(center, State.ACCEPTED), taken_to(center, State.ACCEPTED)
    other = taken_to(center, State.RECEIVED)
    officer = center.user("officer")
    attach(merged, ContentFile(b"A receipt", name="receipt.txt"), actor=None)
    linking.link(survivor, other, actor=officer, words="same shop")
    merging.merge(survivor, merged, actor=officer, reason="The same")
    client = Client()
    client.force_login(officer)
    page = client.get(survivor.get_absolute_url()).content.decode()
    for words in (merged.reference, other.reference, "same shop", "receipt.txt"):
        assert words in page
    gone = client.get(Case.objects.get(pk=merged.pk).get_absolute_url()).content.decode()
    assert survivor.reference in gone
    assert reverse("cases:unmerge", args=[merged.reference]) in gone


def test_merging_by_the_form_is_refused_in_place_or_leads_to_the_survivor() -> None:
    center = make_center()
    one, two = taken_to(center, State.ACCEPTED), taken_to(center, State.ACCEPTED)
    client = Client()
    client.force_login(center.user("officer"))
    url = f"{reverse('cases:merge', args=[one.reference])}?with={two.reference}"
    refused = client.post(url, {"survivor": two.reference, "reason": ""})
    assert refused.status_code == 422
    done = client.post(url, {"survivor": two.reference, "reason": "The same"})
    assert (done.status_code, done.headers["Location"]) == (302, two.get_absolute_url())
    assert Case.objects.get(pk=one.pk).merged_into_id == two.pk
    unknown = client.post(reverse("cases:link", args=[two.reference]), {"other": "KS-nothing"})
    assert unknown.status_code == 302
