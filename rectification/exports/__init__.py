"""What leaves the house: the ledger, the coverage of the posting places, what visits found."""

from bureau import exports
from rectification.exports import ledger, places, visits


def register_kinds() -> None:
    """Name this app's lists to the ground floor; called once, when the app is ready."""
    for kind in (ledger.KIND, places.KIND, visits.KIND):
        exports.register(kind)
