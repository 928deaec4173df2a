"""Follow-ups: the monthly register of discharge follow-ups, due on the 10th, and its spot-checks."""
