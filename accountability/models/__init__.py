from accountability.models.events import CountableEvent
from accountability.models.proposals import SanctionProposal

__all__ = ["CountableEvent", "SanctionProposal"]
