"""The letter of clarification (澄清函): a complaint was made up. It never says whose it was."""

from dataclasses import dataclass
from datetime import date

from bureau.papers import Paper
from bureau.papers.paper import written_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarified:
    """What the letter says. `person` is empty where it was never said which of the unit's it is."""

    no: str
    unit: str
    person: str
    received_on: date
    found_on: date


def clarification(said: Clarified, *, bureau: str) -> Paper:
    """Compose the letter, to the unit and whoever is named, without a word of who complained."""
    whom = f"{said.person}同志" if said.person else "所涉工作人员"
    about = f"{said.unit}{whom}" if said.person else f"{said.unit}工作人员"
    return Paper(
        title="澄清函",
        masthead=bureau,
        addressees=f"{said.unit}、{whom}" if said.person else said.unit,
        body=(
            f"{written_day(said.received_on)}，本局收到一件反映{about}有关问题的投诉（编号："
            f"{said.no}）。经本局调查，{written_day(said.found_on)}认定所反映的问题均不属实，并经"
            "另一名工作人员复核，确认系捏造事实。现予以澄清：",
            f"一、该件不计入{whom}的投诉次数，不作为考核评价、评先树优、职称评聘和岗位聘用的依据。",
            f"二、请你单位将本函告知{whom}，并在适当范围内说明情况，消除影响。",
            "三、任何单位和个人不得打听、追查投诉人，不得以任何方式对投诉人打击报复。",
        ),
        issuer=bureau,
        letter=True,
    )
