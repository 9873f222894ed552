"""Days to remember as an iCalendar file (RFC 5545), which every calendar program opens; nothing of the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

MIME = "text/calendar; charset=utf-8"

MAKER = "-//So Phat trien Dang vien//Viec den han//VI"

REMINDER = timedelta(days=-6, hours=-16)
"""Eight in the morning seven days before: a day of a calendar begins at midnight."""


@dataclass(frozen=True)
class Reminder:
    """One day to remember. `key` is the same each time the file is made, so that a program replaces what it has."""

    key: str
    day: date
    title: str
    text: str
    address: str


def calendar_file(name: str, reminders: Iterable[Reminder], made_at: datetime) -> bytes:
    """The file: one whole day for each reminder, with an alarm a week before. Folding and escaping are the library's.

    `made_at` must know its time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for reminder in reminders:
        event = Event()
        event.add("uid", f"{reminder.key}@so-phat-trien-dang-vien")
        event.add("dtstamp", made_at)
        event.add("dtstart", reminder.day)
        event.add("dtend", reminder.day + timedelta(days=1))
        event.add("summary", reminder.title)
        event.add("description", reminder.text)
        event.add("url", reminder.address)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", reminder.title)
        alarm.add("trigger", REMINDER)
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
