from accountability.models.carrying import Bulletin, BulletinPaper, Demand, Interview
from accountability.models.checks import EligibilityCheck
from accountability.models.events import CountableEvent
from accountability.models.pending import Assessment
from accountability.models.persons import SamePerson, alike
from accountability.models.proposals import SanctionProposal
from accountability.models.redress import Remedy, Restoration
from accountability.models.road import Handling, Measure, Service

__all__ = [
    "Assessment",
    "Bulletin",
    "BulletinPaper",
    "CountableEvent",
    "Demand",
    "EligibilityCheck",
    "Handling",
    "Interview",
    "Measure",
    "Remedy",
    "Restoration",
    "SamePerson",
    "SanctionProposal",
    "Service",
    "alike",
]
