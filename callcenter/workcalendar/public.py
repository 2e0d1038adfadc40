"""Public holidays and make-up workdays of a country, from the `holidays` package; nothing is fetched."""

import datetime
import re
from dataclasses import dataclass

import holidays

from callcenter.workcalendar.rules import DayKind

CHINESE = ("zh_CN", "zh_TW", "zh")
SUBSTITUTED = re.compile(r"(\d{4}-\d{2}-\d{2})|(\d{2})/(\d{2})/(\d{4})")
OBSERVED = " (observed)"
# Names that the package has in English alone, for those who read Chinese.
IN_CHINESE = {
    "New Year's Day": "元旦",
    "Australia Day": "澳大利亚国庆日",
    "Good Friday": "耶稣受难日",
    "Easter Saturday": "复活节星期六",
    "Easter Sunday": "复活节",
    "Easter Monday": "复活节星期一",
    "ANZAC Day": "澳新军团日",
    "King's Birthday": "国王生日",
    "Labor Day": "劳动节",
    "Labour Day": "劳动节",
    "Christmas Day": "圣诞节",
    "Boxing Day": "节礼日",
    "Independence Day": "独立日",
    "Thanksgiving Day": "感恩节",
    "National Day": "国庆节",
}
MAKE_UP = ("Make-up workday", "调休上班")
YEARS = range(1990, 2101)


@dataclass(frozen=True)
class PublicDay:
    """One day of the public calendar. `as_weekday`: the weekday (0 is Monday) whose hours a make-up workday has."""

    on: datetime.date
    kind: DayKind
    name: str
    name_zh: str = ""
    as_weekday: int | None = None


def detail(country: str, region: str = "") -> str:
    """Where the days come from, for the row: "holidays 0.109 · CN"."""
    return f"holidays {holidays.__version__} · {country}{f'-{region}' if region else ''}"


def is_supported(country: str) -> bool:
    """Whether the package knows the country."""
    return country in holidays.list_supported_countries(include_aliases=False)


def regions(country: str) -> tuple[str, ...]:
    """The regions of the country that have holidays of their own."""
    return tuple(holidays.list_supported_countries(include_aliases=False).get(country, ()))


def public_days(country: str, year: int, region: str = "") -> list[PublicDay]:
    """Holidays and, where a country has them, the weekend days worked in exchange, in order; none for an unknown country.

    Days that the year's neighbours put into it (a weekend worked for next year's New Year) are found too.
    """
    if not is_supported(country) or year not in YEARS:
        return []
    subdivision = region if region in regions(country) else None
    english = _names(country, year, subdivision, ("en_US", "en_GB", "en_AU"))
    chinese = _names(country, year, subdivision, CHINESE) if country in ("CN", "HK", "MO", "TW", "SG") else {}
    found = [
        PublicDay(day, DayKind.HOLIDAY, _plain(name), _plain(chinese.get(day) or _in_chinese(name)))
        for day, name in english.items()
    ]
    found += _make_up_days(country, year)
    return sorted(found, key=lambda each: each.on)


def _names(
    country: str, year: int, region: str | None, languages: tuple[str, ...]
) -> dict[datetime.date, str]:
    known = holidays.country_holidays(country, subdiv=region, years=year)
    spoken = next((word for word in languages if word in known.supported_languages), None)
    if spoken:
        known = holidays.country_holidays(country, subdiv=region, years=year, language=spoken)
    return {day: name for day, name in known.items() if day.year == year}


def _make_up_days(country: str, year: int) -> list[PublicDay]:
    """Weekend days that are worked, each with the weekday that was given off for it."""
    around = [year - 1, year, year + 1]
    known = holidays.country_holidays(country, years=around, language=None)
    given_off = {}
    for day, name in known.items():
        match = SUBSTITUTED.search(name)
        if match:
            whole, month, date, of_year = match.groups()
            worked = datetime.date.fromisoformat(whole or f"{of_year}-{month}-{date}")
            given_off[worked] = day.weekday()
    worked_days = {day for day in getattr(known, "weekend_workdays", ()) if day.year == year} | {
        day for day in given_off if day.year == year
    }
    return [
        PublicDay(day, DayKind.MAKE_UP, *MAKE_UP, as_weekday=given_off.get(day, 0)) for day in worked_days
    ]


def _in_chinese(name: str) -> str:
    """The Chinese name of a holiday that many countries have; "" where none is known."""
    plain = name.removesuffix(OBSERVED)
    found = IN_CHINESE.get(plain, "")
    return f"{found}（补假）" if found and plain != name else found


def _plain(name: str) -> str:
    """The name without the package's remark which day was worked for it."""
    if SUBSTITUTED.search(name):
        return "调休休息" if re.search(r"[一-鿿]", name) else "Day off in exchange"
    return name[:120]
