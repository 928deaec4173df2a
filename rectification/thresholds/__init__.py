"""The thresholds of each kind of rules in words: what each means and what it rests on."""
