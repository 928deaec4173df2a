"""Follow-ups: the monthly register of discharge follow-ups and its spot-checks."""
