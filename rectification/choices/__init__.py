"""The labels of the rules' words, in the language of whoever reads; a module for each subject."""

from rectification.choices import importing, ledger, places, visits

ACTS = {**ledger.ACTS, **places.ACTS, **visits.ACTS, **importing.ACTS}
"""This app's verbs, as the trail names them."""
