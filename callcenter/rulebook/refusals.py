"""The sentences of the rulebook's own refusals."""

from django.utils.translation import gettext_lazy as _

from callcenter import objections

SENTENCES = {
    "rulebook.unknown": _("There is no rule %(key)s."),
    "rulebook.kind": _("This is not a value that the rule can have."),
    "rulebook.choice": _("This is not one of the values to choose from."),
    "rulebook.minimum": _("The value must be at least %(bound)s."),
    "rulebook.maximum": _("The value must be at most %(bound)s."),
    "rulebook.form": _("The value does not fit the rule: %(form)s"),
    "rulebook.no_reason": _("Say why the rule changes; everybody can read it."),
    "rulebook.past_day": _(
        "%(day)s has passed: reports of past days would change. Tick that you mean it, or choose %(today)s or later."
    ),
    "rulebook.too_far": _("%(day)s is more than ten years away."),
    "rulebook.same_value": _("The rule already has this value from that day on."),
    "rulebook.nothing_to_end": _("There is no value of its own on that day that could end."),
    "rulebook.changed_meanwhile": _(
        "Somebody changed this rule while your form was open: %(who)s set %(value)s from %(day)s."
    ),
    "rulebook.withdrawn_meanwhile": _("Somebody withdrew a value of this rule while your form was open."),
    "rulebook.already_begun": _(
        "This value holds since %(day)s and stays in the history. Set another one instead."
    ),
    "rulebook.already_withdrawn": _("This value was withdrawn already."),
}


def define() -> None:
    objections.define(SENTENCES)
