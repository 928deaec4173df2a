"""Master data from and to the bureau's own sheets."""

from bureau.resources.institutions import InstitutionResource, OfficerAssignmentResource
from bureau.resources.sheets import SheetResource, SheetResult
from bureau.resources.staff import DepartmentResource, StaffResource

__all__ = [
    "DepartmentResource",
    "InstitutionResource",
    "OfficerAssignmentResource",
    "SheetResource",
    "SheetResult",
    "StaffResource",
]
