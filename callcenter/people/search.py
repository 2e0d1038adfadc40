"""What the global search finds of people."""

from callcenter.accounts.models import User
from callcenter.people.employees.selectors import find, post_of, with_titles
from callcenter.web.search import PER_PROVIDER, Hit


def search(user: User, text: str) -> list[Hit]:
    """Employees by number or name, in either script, as far as the user may see them."""
    people = with_titles(find(user, text))[:PER_PROVIDER]
    return [
        Hit(
            label=f"{person.number} {person}",
            detail=f"{post_of(person) or ''} · {person.site}",
            url=person.get_absolute_url(),
            icon="user",
        )
        for person in people
    ]
