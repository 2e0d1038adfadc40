"""The sentences of this room: refusals and the trail."""

from django.utils.translation import gettext_lazy as _

from callcenter import objections
from callcenter.audit import verbs


def define() -> None:
    """Declare them; called in AppConfig.ready()."""
    objections.define(
        {
            "telephony.reveal_reason": _("Say in a few words why you need to see the customer's number."),
            "telephony.agent_other_site": _("%(employee)s does not work at %(site)s."),
            "telephony.agent_person_or_not": _(
                "An agent of the switch is either an employee or not a person."
            ),
            "telephony.agent_changed": _(
                "Somebody else has just said who %(code)s is. Look again and decide."
            ),
            "telephony.agents_none_chosen": _("Choose at least one agent of the switch."),
            "telephony.no_suggestion": _("There is no suggestion for %(code)s."),
        }
    )
    verbs.define(
        {
            "telephony.days.loaded": _("loaded days of facts at %(subject)s"),
            "telephony.customer_number.revealed": _(
                "looked at the customer's number of the call %(subject)s"
            ),
            "telephony.agent.mapped": _("said who the switch agent %(subject)s is"),
            "telephony.queue.renamed": _("renamed the queue %(subject)s"),
            "telephony.call_type.named": _("named the call type %(subject)s"),
        }
    )
