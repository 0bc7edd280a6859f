#!/usr/bin/env python3
"""Writes when the runs of each Settlement Day fall due, by counting days one by one.

    run_calendar.py            write tests/Settlement.Ledger.Tests/Data/run-calendar.csv
    run_calendar.py --check    compare instead of writing; exit 1 where it differs

Standard library only; shares neither code nor data with what it checks. The bank holidays of England and Wales
are those of gov.uk/bank-holidays, copied by hand.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "Settlement.Ledger.Tests" / "Data" / "run-calendar.csv"

HOLIDAYS = {date.fromisoformat(day) for day in """
2024-12-25 2024-12-26
2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
""".split()}

RUNS = ["II", "SF", "R1", "R2", "R3", "RF"]
LEGACY = {"II": 5, "SF": 16, "R1": 39, "R2": 84, "R3": 154, "RF": 292}
MHHS = {"II": 4, "SF": 7, "R1": 30, "RF": 84}
MHHS_FROM = date(2027, 7, 2)

# Every run that falls due from 2026 to 2028 is of one of these days. Of the last days some fall due later still, when no
# bank holidays are published yet; those cells are left out.
FIRST, LAST = date(2024, 10, 1), date(2028, 12, 31)


def working(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def due(day, count):
    while count:
        day += timedelta(days=1)
        count -= working(day)
    return day


def lines():
    yield "day," + ",".join(RUNS)
    day = FIRST
    while day <= LAST:
        offsets = MHHS if day >= MHHS_FROM else LEGACY
        dates = [due(day, offsets[run]) if run in offsets else None for run in RUNS]
        yield ",".join([day.isoformat(), *("" if date is None or date > LAST else date.isoformat() for date in dates)])
        day += timedelta(days=1)


def main():
    text = "\n".join(lines()) + "\n"
    if "--check" not in sys.argv[1:]:
        OUT.write_text(text)
    elif OUT.read_text() != text:
        sys.exit(f"{OUT.name} differs")


main()
