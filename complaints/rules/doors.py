"""How often the public may knock: enough for a waiting room behind one address, not for a flood."""

from datetime import timedelta

from bureau.doors import Limit

WRONG_CODES = Limit(5, timedelta(minutes=15), begins_anew=True)
"""Of one number, whoever tries and whether or not there is such a number."""
LOOKS = Limit(60, timedelta(minutes=10))
"""Tries at the tracking page from one address."""
COMPLAINTS = Limit(20, timedelta(hours=1))
"""Complaints from one address: a hospital's own network is one."""
PHOTO_BYTES = Limit(60_000_000, timedelta(days=1))
"""Photos from one address on a day."""
ALL_PHOTO_BYTES = Limit(2_000_000_000, timedelta(days=1))
"""Photos from everybody on a day: words are taken still when it is full."""
MOST_PHOTOS = 3
SECONDS_TO_FILL = 2
"""No person fills a form sooner; a program is asked to send it once more."""
HOURS_A_FORM_HOLDS = 24
MINUTES_SAME = 10
"""So long the same form shows its code again, and the same words are asked about."""
