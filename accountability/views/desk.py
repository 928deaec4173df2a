"""What this app's pages share: its verbs."""

from bureau.desk import allowed_in

allowed = allowed_in("accountability")
