"""The staff list out: the import's own columns, so that the file can be changed and sent back."""

from collections.abc import Iterator
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.accounts.models import User
from callcenter.people.employees.models import Employee
from callcenter.people.employees.selectors import post_of, superior_of, team_of, with_titles
from callcenter.people.exchange.columns import COLUMNS
from callcenter.tabular.workbook import Column, Sheet, write_workbook

KINDS = {"hired_on": "date", "left_on": "date", "effective_from": "date", "skill_level": "number"}

HELD_FOR = ["post_now__department"]


def write_staff_list(stream: IO[bytes], user: User, rows: QuerySet[Employee]) -> int:
    """Write the workbook of the people in `rows` with their place today at the viewer's site; how many."""
    from callcenter.people.employees.views import today_of

    today = today_of(user)
    people = with_titles(rows).select_related(*HELD_FOR)
    sheet = Sheet(
        _("Staff list"), [Column(c.label, KINDS.get(c.key, "text")) for c in COLUMNS], _lines(people)
    )
    definitions = [
        (_("Made"), f"{timezone.localtime():%Y-%m-%d %H:%M}"),
        (_("Day of team, superior and post"), today.isoformat()),
        *((column.label, column.help) for column in COLUMNS),
        (
            _("To change people"),
            _("Change cells, add rows for new people, and import the file: the same number is changed."),
        ),
    ]
    return write_workbook(stream, [sheet], definitions=definitions, title=_("Staff list"))


def _lines(people: QuerySet[Employee]) -> Iterator[list[Any]]:
    for person in people.order_by("number").iterator(chunk_size=2000):
        yield _line(person)


def _line(person: Any) -> list[Any]:
    team, superior, post = team_of(person), superior_of(person), post_of(person)
    held_for = person.post_now.department if post else None
    department = held_for or (team and team.department)
    return [
        person.number,
        person.name,
        person.name_zh,
        str(person.site),
        str(department) if department else "",
        str(team) if team else "",
        str(post) if post else "",
        person.get_job_type_display(),
        person.skill_level,
        person.grade,
        person.hired_on,
        person.left_on,
        superior.number if superior else "",
        person.email,
        person.phone,
        None,
    ]
