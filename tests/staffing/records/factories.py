"""Plain makers of records of the floor."""

from typing import Any

from callcenter.people.models import Site
from staffing.records.bulletins.models import Bulletin
from staffing.records.bulletins.services import BulletinFacts, publish_bulletin
from tests.factories import make_site


def make_bulletin(site: Site | None = None, title: str = "New tariff", **facts: Any) -> Bulletin:
    """A bulletin that holds now, published by the system."""
    text = facts.pop("text", "The tariff changes on Monday. 新资费周一生效。")
    return publish_bulletin(site or make_site(), BulletinFacts(title, text, **facts), actor=None)
