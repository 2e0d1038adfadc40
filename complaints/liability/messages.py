"""What people are told of reviews and notices."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind


def _kind(key: str, title: object, sentence: object, icon: str) -> Kind:
    return Kind(key, title, sentence, email=Email.AT_ONCE, is_for_teams=False, icon=icon)  # type: ignore[arg-type]


KINDS = (
    _kind(
        "liability.review_opened",
        _("The monthly review of complaints is open"),
        _("%(month)s, %(site)s: %(count)s closed complaints to review by %(due)s."),
        "scale",
    ),
    _kind(
        "liability.notice_approved",
        _("A Reward/Penalty Notice about you is approved"),
        _("%(number)s: %(points)s points. You may contest it until %(until)s; then it is executed."),
        "receipt",
    ),
    _kind(
        "liability.reward_proposed",
        _("A reward is proposed because of a complaint"),
        _("%(number)s: %(name)s, %(item)s, %(points)s points, because of %(reference)s."),
        "award",
    ),
    _kind(
        "liability.reward_approved",
        _("A reward for you is approved"),
        _("%(number)s: %(item)s, %(points)s points. HR executes it."),
        "award",
    ),
    _kind(
        "liability.reward_to_publish",
        _("A reward is to be executed and published"),
        _("%(number)s: %(name)s, %(item)s, %(points)s points."),
        "award",
    ),
    _kind(
        "liability.notice_contested",
        _("A Reward/Penalty Notice is contested"),
        _("%(number)s: %(name)s contests %(points)s points."),
        "receipt",
    ),
    _kind(
        "liability.notice_decided",
        _("A Reward/Penalty Notice about you is decided"),
        _("%(number)s, %(points)s points: %(state)s."),
        "receipt",
    ),
    _kind(
        "liability.personnel_approved",
        _("A Personnel Notice is to be drawn up"),
        _("%(number)s: %(name)s, %(penalty)s."),
        "speakerphone",
    ),
    _kind(
        "liability.personnel_own",
        _("A Personnel Notice about you is approved"),
        _("%(number)s: %(penalty)s."),
        "speakerphone",
    ),
)
