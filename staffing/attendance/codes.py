"""The codes of a day in words: what each says, its colour and letter, the rulebook entries that it rests on."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from staffing.attendance import rules


@dataclass(frozen=True)
class Code:
    """`letter` stands in a cell of the month sheet, `letter_zh` in Chinese; `meaning` explains it to its agent."""

    key: str
    label: str | Promise
    colour: str
    letter: str
    meaning: str | Promise
    rules: tuple[str, ...] = ()
    source: str = ""
    is_exception: bool = False
    letter_zh: str = ""

    @property
    def mark(self) -> str:
        """The sign of the month sheet in the reader's language."""
        return (self.letter_zh if (get_language() or "").startswith("zh") else "") or self.letter


CODES: dict[str, Code] = {
    code.key: code
    for code in (
        Code(
            rules.ABSENT,
            _("Absence"),
            "red",
            "A",
            _("No punch and no valid leave: absence (AT-4)."),
            ("attendance.absent_after_minutes",),
            "S2E-22, S2E-35, S2E-36",
            is_exception=True,
            letter_zh="旷",
        ),
        Code(
            rules.LATE_BREACH,
            _("Late, breach"),
            "red",
            "B",
            _("So late without leave that it is a breach of discipline (AT-3)."),
            ("attendance.breach_minutes",),
            "S2E-29",
            is_exception=True,
            letter_zh="违",
        ),
        Code(
            rules.LATE,
            _("Came late"),
            "yellow",
            "L",
            _("Came after the start of the shift (AT-1)."),
            ("attendance.late_grace", "attendance.breach_minutes"),
            "",
            is_exception=True,
            letter_zh="迟",
        ),
        Code(
            rules.EARLY,
            _("Left early"),
            "yellow",
            "E",
            _("Left before the end of the shift without consent (AT-2)."),
            ("attendance.early_grace",),
            "",
            is_exception=True,
            letter_zh="早",
        ),
        Code(
            rules.OFF_POST_BREACH,
            _("Off post, breach"),
            "red",
            "P",
            _("So long off post without consent that it is a breach of discipline."),
            ("attendance.breach_minutes",),
            "S2E-29",
            is_exception=True,
            letter_zh="离",
        ),
        Code(
            rules.OFF_POST,
            _("Off post"),
            "yellow",
            "P",
            _("Off post without consent."),
            ("attendance.breach_minutes",),
            "",
            is_exception=True,
            letter_zh="离",
        ),
        Code(
            rules.MISSING_PUNCH,
            _("Punch missing"),
            "orange",
            "M",
            _("Came or went without a punch. Ask for a correction."),
            ("attendance.missing_punch_absence_from", "attendance.missing_out_after_minutes"),
            "P04",
            is_exception=True,
            letter_zh="缺",
        ),
        Code(
            rules.ROLLCALL_LATE,
            _("Late for roll call"),
            "azure",
            "R",
            _("In time for the shift, after its roll call. It costs no points."),
            ("attendance.rollcall_minutes",),
            "S2E-16, S2F-12",
            letter_zh="点",
        ),
        Code(
            rules.OVERTIME_MISSED,
            _("Overtime not worked"),
            "orange",
            "N",
            _("Overtime was approved and nobody came."),
            (),
            "",
            is_exception=True,
            letter_zh="未",
        ),
        Code(
            rules.STRAY,
            _("Punch without a shift"),
            "orange",
            "S",
            _("A punch that no shift is near enough to."),
            ("attendance.match_before_minutes", "attendance.match_after_minutes"),
            "",
            is_exception=True,
            letter_zh="散",
        ),
        Code(
            rules.OVERTIME,
            _("Overtime"),
            "green",
            "O",
            _("Approved overtime, as long as it was worked; coming early and staying on are none."),
            (),
            "P31",
            letter_zh="加",
        ),
        Code(rules.ON_LEAVE, _("On leave"), "blue", "V", _("Approved leave."), (), "S2E-22", letter_zh="假"),
        Code(
            rules.OFF,
            pgettext_lazy("no shift", "Off"),
            "grey",
            "–",
            _("No shift on this day."),
        ),
    )
}
RANK = {key: place for place, key in enumerate(CODES)}
EXCEPTIONS = tuple(key for key, code in CODES.items() if code.is_exception)

DETAILS: dict[str, str | Promise] = {
    "in": _("the arrival"),
    "out": _("the departure"),
    rules.NO_PUNCH: _("no punch and no leave"),
    rules.LATE_REQUEST: _("the late request for leave was not consented to"),
    rules.LEAVE_ASKED: _("leave is asked for, and nobody has decided on it yet"),
    rules.LEAVE_UNDECIDED: _("nobody consented to the leave in time"),
    rules.NO_CERTIFICATE: _("the certificate of the leave did not come"),
    rules.SWAP_MISHAP: _("the shift came by a swap and stayed empty"),
    rules.LEAVE_ON_SWAP: _("leave does not count on a swapped shift"),
    "150": _("workday, 150 %%"),
    "200": _("rest day, 200 %%"),
    "300": _("holiday, 300 %%"),
}


def choices() -> list[tuple[str, str | Promise]]:
    """For filters."""
    return [(code.key, code.label) for code in CODES.values()]
