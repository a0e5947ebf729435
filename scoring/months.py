"""Whole months between days, and days so many months away."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def months_between(start: date, end: date) -> int:
    """Return the whole months from one day to another, negative when it is past.

    The last day of a month counts as a month end: 30 November to 31 January is two months.

    >>> months_between(date(2026, 11, 30), date(2029, 1, 31))
    26
    >>> months_between(date(2026, 11, 30), date(2027, 2, 28)), months_between(date(2026, 11, 30), date(2026, 12, 29))
    (3, 0)
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    last_day = (end + timedelta(days=1)).day == 1
    return months - (end.day < start.day and not last_day)


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last day of that month when it is shorter.

    >>> months_before(date(2029, 1, 31), 11)
    datetime.date(2028, 2, 29)
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
