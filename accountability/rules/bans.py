"""What the plan leaves open of its bans, as words of the rules.

Source: the county's plan: “取消其当年评先树优资格”, “五年内不得晋升职称”; which awards are meant
and whether a ban keeps from applying or from being appointed are the bureau's defaults (domain
A-15, A-16).
"""

from enum import StrEnum


class BanScope(StrEnum):
    """What somebody is kept from who may not be promoted: to apply, to be appointed."""

    APPLY = "apply"
    APPOINT = "appoint"


AWARDS = ("先进个人", "优秀工作者", "优秀医师", "优秀护士")
"""The kinds of awards at first: the bureau lists its own and those of its units."""
