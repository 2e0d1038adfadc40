"""Lines of the matrix for quality (domain §3.2, §5) whose rooms stand."""

from callcenter.access.grants import EVERYONE, Grants, table
from callcenter.access.posts import PostCode as P

QUALITY: dict[str, Grants] = {
    "quality.conduct": table(
        (EVERYONE, "V own"),
        (P.SHIFT_LEADER, "VC team"),
        (P.QA_TRAINER, "VC site"),
        (P.DIRECTOR, "VCEAX site"),
        (P.CENTER_MANAGER, "VAX site"),  # contests of what the director has decided
        (P.GM_OFFICE, "VX all"),
        (P.HR, "VX all"),
        ((P.DEPUTY_GM, P.GM), "V all"),  # approve notices, close months
    ),
    "quality.money": table(
        (EVERYONE, "V own"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "VX site"),
        ((P.DEPUTY_GM, P.GM_OFFICE), "VX all"),
        (P.HR, "VEX all"),  # enters the wages
        (P.GM, "VAX all"),  # closes the month
    ),
}
