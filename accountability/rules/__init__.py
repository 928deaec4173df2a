"""What counts against whom, and what follows from it: pure functions on plain values.

words: the words of this app. table: the ladders as data. windows: the years in which is counted.
counting: which findings count, and why the others do not. tiers: which tiers are reached.
measures: until when a measure holds. states: what may follow what on a proposal's way.
telling: how much of a case a reader of the evidence is told.
reconciling: what has to be written so that the rows say what follows from the findings.
"""
