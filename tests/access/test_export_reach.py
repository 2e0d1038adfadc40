"""A list's file holds what the grant to export reaches, however much more the list shows."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from callcenter.access.posts import PostCode as P
from callcenter.audit import services as audit
from callcenter.people.employees import changes
from callcenter.people.models import Employee, Site
from tests.factories import make_employee, make_post, make_site

pytestmark = pytest.mark.django_db


def director_with(post: P, site: Site) -> Employee:
    """A director of the site who sees more by an extra role that exports nothing."""
    director = make_employee(P.DIRECTOR, site=site, name="Director Here")
    changes.add_role(director, make_post(post), start=site.today(), actor=None)
    return director


def exported(person: Employee, name: str) -> str:
    client = Client()
    client.force_login(person.user)
    response: Any = client.get(reverse(name), {"export": "csv"})
    assert response.status_code == 200
    return b"".join(response).decode("utf-8-sig")


def shown(person: Employee, name: str) -> str:
    client = Client()
    client.force_login(person.user)
    return client.get(reverse(name)).content.decode()


def test_people_are_exported_as_far_as_the_exporting_post_reaches() -> None:
    here, away = make_site("here"), make_site("away")
    director = director_with(P.GM_OFFICE, here)
    make_employee(site=here, name="Somebody Here")
    make_employee(site=away, name="Somebody Away")
    page, file = shown(director, "people:employees"), exported(director, "people:employees")
    assert "Somebody Here" in page
    assert "Somebody Away" in page
    assert "Somebody Here" in file
    assert "Somebody Away" not in file


def test_the_trail_is_exported_as_far_as_the_exporting_post_reaches() -> None:
    here, away = make_site("here"), make_site("away")
    director = director_with(P.SYSADMIN, here)
    with transaction.atomic():
        for site in (here, away):
            audit.record(None, "people.site.changed", site, reason=f"why {site.code}", site_id=site.pk)
    page, file = shown(director, "audit:events"), exported(director, "audit:events")
    assert "why here" in page
    assert "why away" in page
    assert "why here" in file
    assert "why away" not in file


def test_the_coordinator_of_information_reads_calls_but_takes_none_away() -> None:
    coordinator = make_employee(P.INFO_COORDINATOR, site=make_site("here"))
    client = Client()
    client.force_login(coordinator.user)
    assert client.get(reverse("telephony:calls")).status_code == 200
    assert client.get(reverse("telephony:calls"), {"export": "csv"}).status_code == 403
