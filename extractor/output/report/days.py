"""Days as a person reads them."""

from datetime import date, timedelta

MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: str | None) -> str:
    """`2022-03-25` as 25 Mar 2022, `2022-03` as Mar 2022, anything else as it is; nothing for None."""
    year, month, of_month = (*(value or "").split("-"), "", "")[:3]
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return value or ""
    return " ".join(part for part in (of_month.lstrip("0"), MONTHS[int(month)], year) if part)


def span(since: str | None, until: str | None) -> str:
    """Two days as one stretch: `24–27 Mar 2022`; whole months and years by their names; nothing where there is no day."""
    if since is None or until is None or since == until:
        return day(since or until)
    if whole := _whole(since, until):
        return day(whole)
    if since[:7] == until[:7]:
        return f"{since[8:].lstrip('0')}–{day(until)}"
    return f"{day(since).removesuffix(f' {until[:4]}')} – {day(until)}"


def _whole(since: str, until: str) -> str | None:
    """The month or year that lies from the one day to the other."""
    if since[4:] == "-01-01" and until == f"{since[:4]}-12-31":
        return since[:4]
    after = (date.fromisoformat(until) + timedelta(days=1)) if until < "9999-12-31" else None
    if since.endswith("-01") and since[:7] == until[:7] and after is not None and after.day == 1:
        return since[:7]
    return None


def pad(value: str | None, end: str) -> str:
    """A day, month or year as a day for comparing: its first with `-01-01`, its last with `-99-99`."""
    return (value + end)[:10] if value else ""
