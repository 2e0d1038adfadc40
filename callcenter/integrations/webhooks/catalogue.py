"""Public events of the rooms below, which cannot declare them here themselves. Higher rooms declare their own."""

from django.utils.translation import gettext_lazy as _

from callcenter.integrations import events


def define() -> None:
    """Declare them; called in AppConfig.ready()."""
    for verb, title in (
        ("people.site.created", _("A site was opened")),
        ("people.site.changed", _("A site was changed")),
        ("people.department.created", _("A department was added")),
        ("people.department.changed", _("A department was changed")),
        ("people.team.created", _("A team was added")),
        ("people.team.changed", _("A team was changed")),
        ("people.employee.hired", _("An employee was hired")),
        ("people.employee.rehired", _("An employee was hired again")),
        ("people.employee.changed", _("Facts of an employee were changed")),
        ("people.employee.transferred", _("An employee goes to another team")),
        ("people.employee.superior_changed", _("An employee has another superior")),
        ("people.employee.post_changed", _("An employee has another post")),
        ("people.employee.left", _("An employee leaves")),
        ("rulebook.value.set", _("A rule was changed")),
        ("rulebook.value.withdrawn", _("A planned change of a rule was withdrawn")),
        ("files.import.applied", _("An import was applied")),
        ("files.import.failed", _("An import failed")),
    ):
        events.define(verb, title)
