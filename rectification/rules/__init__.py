"""What the county's plan and the bureau's defaults say of the ledger, over plain values.

words         the words the other modules speak in
states        what may follow what, what is open, what is overdue
terms         by which day a plan, a problem, a verification and a look-back are due
steps         what may be done with an item in a state
verification  who may strike off, and on what
look_backs    which of the struck-off items are looked at again, and what a relapse is
table         the thresholds, as one dated table
"""
