"""How the trail tells what people's services do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "people.company.changed": _("changed the company %(subject)s"),
    "people.site.created": _("opened the site %(subject)s"),
    "people.site.changed": _("changed the site %(subject)s"),
    "people.department.created": _("added the department %(subject)s"),
    "people.department.changed": _("changed the department %(subject)s"),
    "people.team.created": _("added the team %(subject)s"),
    "people.team.changed": _("changed the team %(subject)s"),
    "people.team.deactivated": _("took the team %(subject)s out of use"),
    "people.team.reactivated": _("took the team %(subject)s into use again"),
    "people.post.titled": _("gave the post %(subject)s a title"),
    "people.employee.hired": _("hired %(subject)s"),
    "people.employee.changed": _("changed the facts of %(subject)s"),
    "people.employee.transferred": _("transferred %(subject)s to another team"),
    "people.employee.superior_changed": _("changed the superior of %(subject)s"),
    "people.employee.post_changed": _("changed the main post of %(subject)s"),
    "people.employee.role_added": _("gave %(subject)s an extra role"),
    "people.employee.role_ended": _("ended an extra role of %(subject)s"),
    "people.employee.left": _("recorded the leave of %(subject)s"),
    "people.employee.leave_called_off": _("called off the leave of %(subject)s"),
    "people.employee.planned_change_undone": _("took back a planned change of %(subject)s"),
    "people.employee.period_corrected": _("corrected the history of %(subject)s"),
    "people.employee.login_opened": _("created the log-in of %(subject)s"),
    "people.employee.login_tied": _("created the log-in of %(subject)s at the first single sign-on"),
    "people.employee.password_reset": _("gave %(subject)s a new temporary password"),
    "people.employee.factors_cleared": _("removed the second factors of %(subject)s"),
    "people.employee.login_closed": _("closed the log-in of %(subject)s"),
    "people.employee.login_reopened": _("reopened the log-in of %(subject)s"),
    "people.staff_list.exported": _("took out the staff list"),
}
