"""How sealed values are shown until somebody has a reason to see them."""

TITLES = (
    "护士长", "副主任", "副院长", "医生", "大夫", "医师", "护士", "主任", "院长", "科长", "药师",
    "技师", "老师",
)  # fmt: skip
"""What staff are called behind their surname. The longer stand before what they end in."""


def name(text: str) -> str:
    """Keep the surname's first character: 张三丰 → 张**."""
    return text[:1] + "*" * max(len(text) - 1, 1) if text else ""


def said_as(text: str) -> str:
    """Mask how somebody was named, and keep what they are: 李护士, 李红护士 → 李*护士, 主任."""
    title = next((one for one in TITLES if text.endswith(one)), "")
    who = text.removesuffix(title) if title else text
    return who + title if title and len(who) < 2 else name(who) + title


def phone(text: str) -> str:
    """Keep the first three and the last four: 13812345678 → 138****5678."""
    if len(text) < 8:
        return "*" * len(text)
    return f"{text[:3]}****{text[-4:]}"


def id_no(text: str) -> str:
    """Keep the region and the last four: 110105********002X."""
    if len(text) < 12:
        return "*" * len(text)
    return f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}"


def number(text: str) -> str:
    """Keep the last four signs of a case number: ZY20261000001 → ***0001."""
    return f"***{text[-4:]}" if len(text) > 6 else "***" if text else ""


def words(text: str) -> str:
    """Show nothing of a free text but that there is one."""
    return "***" if text else ""
