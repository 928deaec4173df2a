"""What the plan says on follow-ups, over plain values: no Django, no clock, no user.

words      the words of a register row and of a spot-check
rows       what makes one row acceptable; problems, identity, outcomes: its parts
numbering  which follow-up of a discharge a row is, and which rows repeat another
table      the thresholds, of which an approved version holds on a day
register   the due day, the closing, the state of a month
rates      what a month's rows amount to
reasons    when a reason says something
sampling   how many are checked, and the seeded draw
doubts     when a follow-up that the patient denies may be found to be made up
opinions   what many patients said
clusters   which problems many patients named
"""
