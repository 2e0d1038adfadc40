"""The sentences of the objections about customers, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "customers.name_needed": _("Say what they are called."),
    "customers.special_class_needed": _(
        "Say which special class it is: lawyer, adviser, agency, bank or insurer."
    ),
    "customers.not_special": _("Only customers of the special class have one."),
    "customers.no_phone": _("This is no phone number: 3 to 17 digits, with +, spaces, hyphens or brackets."),
    "customers.phone_needed": _("Write the number."),
    "customers.no_email": _("This is no e-mail address."),
    "customers.number_in_notes": _(
        "Notes hold no phone or identity numbers and no addresses: they have fields of their own, which are masked."
    ),
    "customers.capital_negative": _("Registered capital is not below zero."),
    "customers.known": _(
        "Known already: %(names)s. Take that record, or confirm that this is somebody else."
    ),
    "customers.stale": _(
        "Somebody else changed %(number)s meanwhile. Look at it as it is now and change it again."
    ),
    "customers.is_merged": _("%(number)s was merged into %(into)s: change that record."),
    "customers.has_number": _("The customer has this number already."),
    "customers.no_organisation": _("People are kept at organisations; this customer is a person."),
    "customers.no_year": _("A year from %(first)s to %(last)s."),
    "customers.reason_needed": _("Give a reason of at least 4 characters."),
    "customers.too_few_liaisons": _(
        "A key customer keeps at least %(least)s contact persons of ours: name another one first."
    ),
    "customers.is_liaison": _("%(name)s is a contact person of this customer already."),
    "customers.not_employed": _("%(name)s is not employed today, or leaves."),
    "customers.other_site": _("%(name)s does not work at the customer’s site."),
    "customers.already_owner": _("%(name)s looks after this customer already."),
    "customers.told_how_needed": _("Say how the customer was told."),
    "customers.was_told": _("The customer was told already."),
    "customers.not_to_tell": _("There is nothing to tell the customer here."),
    "customers.in_the_future": _("A contact report is about what has happened."),
    "customers.words_needed": _("Say what it was about, and what was said."),
    "customers.not_to_note": _(
        "This report needs no note: it is no major matter, is confidential, or was noted."
    ),
    "customers.nothing_to_look_at": _("There is nothing masked here to look at."),
    "customers.sees_already": _("You see this customer already."),
    "customers.asked_already": _("You have asked for that; it waits for a decision."),
    "customers.not_asked": _("%(number)s does not wait for a decision: %(state)s."),
    "customers.own_request": _("Nobody decides on their own request."),
    "customers.same_record": _("A record is not merged into itself."),
    "customers.merge_sites": _("Records of two sites are not merged."),
    "customers.merge_standing": _("%(number)s is merged into another record already."),
    "customers.merge_undone": _("This merge was taken back already."),
    "customers.merge_later": _("The record it went into was merged since: take that merge back first."),
    "customers.leaver_is_second": _(
        "%(customer)s is a key customer and would keep fewer than %(least)s contact persons: name another one first."
    ),
}
