"""Rules, sentences and verbs of letters."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

ENTRIES = [
    Rule(
        "complaint.recourse_en",
        Kind.TEXT,
        "If you are not satisfied with this answer, you may ask us to look at it again, or turn to the consumer"
        " association or the supervisory authority of our trade.",
        _("Where customers may turn next, in English: “%(value)s”"),
        OUR_DEFAULT,
    ),
    Rule(
        "complaint.recourse_zh",
        Kind.TEXT,
        "如您对本答复不满意，可要求我方重新处理，也可向消费者协会或行业监管部门反映。",
        _("Where customers may turn next, in Chinese: “%(value)s”"),
        OUR_DEFAULT,
    ),
]
SENTENCES = {
    "letters.unknown_field": _(
        "These fields do not exist: %(fields)s. A letter says only what is on the list of fields."
    ),
    "letters.loose_brace": _("Braces belong around the name of a field only."),
    "letters.decision_field": _(
        "%(fields)s belong into letters of a decision: this one may go out before it."
    ),
    "letters.text_needed": _("Subject and text are written in both languages."),
    "letters.before_decision": _(
        "This letter tells of the decision: it is written once the complaint is decided."
    ),
    "letters.other_outcome": _("Another letter fits what was decided: %(outcome)s."),
    "letters.unknown_language": _("Letters are written in English or Chinese."),
    "letters.question_needed": _("Write what you ask the customer."),
    "letters.names_a_person": _("Letters to customers name none of our people whom the complaint is about."),
    "letters.sent_already": _("This letter was sent and stays as it is."),
}
VERBS = {
    "cases.letter_template.changed": _("changed the template of letters: %(subject)s"),
    "cases.letter.written": _("wrote a letter to the customer of %(subject)s"),
    "cases.letter.sent": _("sent a letter to the customer of %(subject)s"),
    "cases.letter.discarded": _("threw away a letter to the customer of %(subject)s"),
}
