"""The State Council's holiday notices as the `chinesecalendar` package carries them."""

from datetime import date

from chinese_calendar import constants

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def named_days(year: int) -> tuple[dict[date, str], dict[date, str]]:
    """Give a year's holidays and make-up working days, by name; both empty if it has no notice."""
    return _of_year(constants.holidays, year), _of_year(constants.workdays, year)


def _of_year(days: dict[date, str], year: int) -> dict[date, str]:
    of_year = {day: name for day, name in days.items() if day.year == year}
    return {day: NAMES.get(name, name) for day, name in of_year.items()}


def years() -> range:
    return range(min(constants.holidays).year, max(constants.holidays).year + 1)
