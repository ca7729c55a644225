"""Reads an iCalendar text from stdin and prints what it says of its events as JSON."""

import datetime
import json
import sys

sys.path.pop(0)  # here this file has the name of the package

from icalendar import Calendar  # noqa: E402


def when(value):
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            return value.isoformat()
        utc = value.astimezone(datetime.timezone.utc)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return value.isoformat()


def time_of(event, name):
    return when(event[name].dt) if name in event else None


def text_of(event, name):
    return str(event[name]) if name in event else None


def days_of(event):
    found = event.get("EXDATE", [])
    found = found if isinstance(found, list) else [found]
    return [when(each.dt) for some in found for each in some.dts]


def tell(event):
    return {
        "uid": text_of(event, "UID"),
        "recurrenceId": time_of(event, "RECURRENCE-ID"),
        "title": text_of(event, "SUMMARY"),
        "description": text_of(event, "DESCRIPTION"),
        "location": text_of(event, "LOCATION"),
        "status": text_of(event, "STATUS"),
        "sequence": int(event["SEQUENCE"]),
        "start": time_of(event, "DTSTART"),
        "end": time_of(event, "DTEND"),
        "rrule": event["RRULE"].to_ical().decode() if "RRULE" in event else None,
        "exdate": days_of(event),
    }


def main():
    calendar = Calendar.from_ical(sys.stdin.buffer.read())
    errors = [f"{name}: {error}" for part in calendar.walk() for name, error in part.errors]
    if errors:
        sys.exit("\n".join(errors))
    json.dump([tell(event) for event in calendar.walk("VEVENT")], sys.stdout)


main()
