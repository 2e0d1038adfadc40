"""Makers of customers."""

import itertools
from typing import Any

from callcenter.fulltext import vector
from callcenter.people.models import Site
from complaints.customers.models import Customer
from tests.factories import make_site

_numbers = itertools.count(1)


def make_customer(site: Site | None = None, **fields: Any) -> Customer:
    """A customer of a site, with a phone number of their own."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "name": f"Customer {number}",
        "phone": f"138{number:08d}",
        "phone_key": f"138{number:08d}",
        "email": f"customer{number}@example.com",
    }
    made = defaults | fields
    return Customer.objects.create(site=site or make_site(), found_by=vector(made["name"]), **made)
