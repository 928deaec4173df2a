"""What the law, the plan and the bureau's defaults say of complaints, over plain values.

words       the words the other modules speak in
workflow    what may follow what, and what it takes
clocks      by when something is due, what a pause gives back, when people are warned
findings    what a case comes to from what was found of each allegation and each person
secrecy     whom a case is kept from
table       the thresholds, as one dated table
"""
