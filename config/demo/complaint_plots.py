"""How far the demo county's complaints have come, and when each of their steps was taken."""

Plot = tuple[tuple[int, str], ...]
"""What happens, and how many working days after it was received."""
TAKEN_UP: Plot = ((1, "accepted"), (1, "dispatched"))
FOUND: Plot = (*TAKEN_UP, (2, "investigated"), (3, "reported"), (4, "found"), (4, "verified"))
ANSWERED: Plot = (*FOUND, (5, "replied"))
ENDED: Plot = ((8, "called_back"), (9, "closed"), (45, "archived"))
LOOKED_INTO: Plot = ((1, "accepted"), (2, "investigated"), (9, "found"), (10, "verified"),
                     (12, "replied"))  # fmt: skip
PLOTS: dict[str, Plot] = {
    "whole": (*ANSWERED, *ENDED),
    "late": (
        (2, "accepted"), (2, "dispatched"), (4, "investigated"), (6, "reported"), (8, "found"),
        (9, "verified"), (9, "replied"), (13, "called_back"), (14, "closed"), (45, "archived"),
    ),
    "many": (
        (1, "accepted"), (1, "asked_of_many"), (1, "dispatched"), (3, "investigated"), (3, "noted"),
        (7, "reported"), (8, "found"), (8, "verified"), (9, "replied"), (12, "called_back"),
        (13, "closed"), (45, "archived"),
    ),
    "paused": (
        *TAKEN_UP, (2, "investigated"), (2, "paused"), (5, "resumed"), (6, "reported"),
        (7, "found"), (7, "verified"), (8, "replied"), (11, "called_back"), (12, "closed"),
        (45, "archived"),
    ),
    "passed_on": (
        *TAKEN_UP, (2, "returned"), (2, "dispatched_elsewhere"), (3, "investigated"),
        (4, "reported"), (4, "found"), (5, "verified"), (5, "replied"), *ENDED,
    ),
    "redone": (
        *ANSWERED, (7, "called_back_badly"), (8, "reviewed"), (8, "dispatched_again"),
        (10, "reported_anew"), (11, "found_anew"), (11, "verified"), (12, "replied_anew"),
        (15, "called_back"), (16, "closed"), (48, "archived"),
    ),
    "declined": ((1, "declined"), (30, "archived")),
    "transferred": ((1, "transferred"), (30, "archived")),
    "withdrawn": (*TAKEN_UP, (2, "withdrawn"), (30, "archived")),
    "asked": ((1, "accepted"), (2, "answered_at_once"), (4, "closed"), (40, "archived")),
    "petition": (
        (3, "accepted"), (4, "dispatched"), (6, "investigated"), (12, "reported"), (20, "found"),
        (21, "verified"), (24, "replied"), (30, "called_back"), (31, "closed"), (60, "archived"),
    ),
    "accusation": (*LOOKED_INTO, (14, "closed"), (60, "archived")),
}  # fmt: skip
ORDER = (
    "whole", "whole", "late", "asked", "whole", "many", "whole", "declined", "paused", "petition",
    "whole", "redone", "whole", "transferred", "late", "passed_on", "whole", "withdrawn", "asked",
    "accusation",
)  # fmt: skip
STANDING: tuple[tuple[int, str, Plot], ...] = (
    (0, "whole", ()), (0, "whole", ()), (4, "whole", ()), (1, "whole", TAKEN_UP[:1]),
    (2, "whole", TAKEN_UP), (8, "whole", TAKEN_UP), (2, "whole", (*TAKEN_UP, (2, "noted"))),
    (3, "whole", FOUND[:3]), (9, "many", PLOTS["many"][:4]), (3, "whole", FOUND[:4]),
    (8, "whole", FOUND[:4]), (5, "whole", FOUND), (7, "whole", ANSWERED),
    (10, "whole", (*ANSWERED, (8, "called_back"))), (9, "redone", PLOTS["redone"][:8]),
    (11, "redone", PLOTS["redone"][:9]), (3, "whole", (*TAKEN_UP, (2, "returned"))),
    (5, "paused", PLOTS["paused"][:4]), (6, "ethics", (*TAKEN_UP, (2, "withdrawn"))),
    (3, "hotline", (*TAKEN_UP, (2, "more_time_asked"))),
    (6, "hotline", (*TAKEN_UP, (2, "more_time_asked"), (3, "more_time_decided"))),
    (0, "urgent", ()), (2, "urgent", (*TAKEN_UP, (1, "investigated"))),
    (12, "accusation", LOOKED_INTO[:2]), (2, "accusation", ()),
    (9, "petition", PLOTS["petition"][:2]), (1, "petition", ()),
    (13, "whole", PLOTS["whole"][:-1]), (4, "declined", PLOTS["declined"]),
    (6, "transferred", PLOTS["transferred"]), (5, "withdrawn", PLOTS["withdrawn"]),
)  # fmt: skip
"""How many working days old, of which kind, and what has happened: every state has its case."""
