"""Which faces a paper is set in: the bureau's own where they are, else free ones."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn
from django.conf import settings

if TYPE_CHECKING:
    import typst

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
# The standard's face first, then what offices have in its place, last what we bring.
WANTED: Mapping[str, tuple[str, ...]] = {
    "biaosong": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "方正小标宋_GBK", "FandolSong", SERIF),
    "fang": (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "方正仿宋_GBK",
        "FangSong",
        "仿宋",
        "FandolFang R",
        SERIF,
    ),
    "hei": ("SimHei", "黑体", "方正黑体_GBK", "FandolHei", SANS),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "方正楷体_GBK", "KaiTi", "楷体", "FandolKai", SERIF),
    "song": ("SimSun", "宋体", "FandolSong", SERIF),
}
ROLES = {"biaosong": "小标宋", "fang": "仿宋", "hei": "黑体", "kai": "楷体", "song": "宋体"}
BROUGHT = (SERIF, SANS)


def faces() -> "typst.Fonts":
    """Load the faces of the package and of the bureau's own folders; the system's are not asked.

    The same paper then looks the same on every machine.
    """
    return _faces(tuple(settings.FONT_DIRS))


@cache
def _faces(folders: tuple[str, ...]) -> "typst.Fonts":
    import typst

    brought = str(pylopdf_fonts_zh_cn.serif_path().parent)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders, brought]
    )


def chosen() -> dict[str, list[str]]:
    """Name for each role the best face there is, with the ones for signs it lacks behind it."""
    there = set(faces().families())
    return {
        role: [*[name for name in names if name in there][:1], *BROUGHT]
        for role, names in WANTED.items()
    }


def substitutes() -> dict[str, str]:
    """Tell which of the standard's faces are missing here and what stands in for each."""
    return {ROLES[role]: names[0] for role, names in chosen().items() if names[0] in BROUGHT}
