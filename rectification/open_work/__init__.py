"""A person's open work in this app, for the side bar and the to-do cards."""

from datetime import date

from bureau.models import User
from bureau.worklist import NavItem, TodoCard
from rectification.open_work import importing, ledger, places, visits

SUBJECTS = (ledger, importing, places, visits)


def open_work(user: User, day: date) -> list[NavItem]:
    return [item for subject in SUBJECTS for item in subject.open_work(user, day)]


def todo_cards(user: User, day: date) -> list[TodoCard]:
    return [card for subject in SUBJECTS for card in subject.todo_cards(user, day)]
