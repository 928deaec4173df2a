"""The bell, the notices, what comes by e-mail, and the letters that need a decision."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import Delivery, User
from bureau.rules import Role
from bureau.sending import NoticeKind
from bureau.services import tell
from tests.bureau.test_notices import telling
from tests.factories import UserFactory

AT = datetime(2026, 11, 9, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def reader(client, db):
    user = UserFactory(email="chen@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def admin(client, db):
    user = UserFactory(roles=[Role.SYS_ADMIN], is_staff=True)
    client.force_login(user)
    return user


def told(user, count, **given):
    return [
        notice
        for number in range(count)
        for notice in tell(telling(user, cause=f"c{number}", **given), at=AT)
    ]


def page(client, name, *args, **query):
    return client.get(reverse(f"bureau:{name}", args=args), query)


def test_the_bell_counts_what_is_unread(client, reader):
    told(reader, 3)

    assert page(client, "notices").context["shell"]["unread"] == 3
    assert b"<b>3</b>" in client.get(reverse("satisfaction:home")).content


def queries_of(client, name):
    with CaptureQueriesContext(connection) as queries:
        assert page(client, name).status_code == 200
    return len(queries)


@pytest.mark.long
def test_a_list_of_thirty_notices_costs_the_queries_of_one(client, reader):
    told(reader, 1)
    of_one = queries_of(client, "notices")

    told(reader, 30)

    assert queries_of(client, "notices") == of_one


def test_opening_a_notice_marks_it_read_and_goes_where_it_points(client, reader):
    [notice] = told(reader, 1, url="/registers/")

    response = client.post(reverse("bureau:open_notice", args=[notice.pk]))

    notice.refresh_from_db()
    assert (response["Location"], notice.read_at is not None) == ("/registers/", True)
    assert not page(client, "notices", only="unread").context["notices"]


def test_a_notice_that_points_elsewhere_leads_back_to_the_list(client, reader):
    [notice] = told(reader, 1, url="//example.org/")

    response = client.post(reverse("bureau:open_notice", args=[notice.pk]))

    assert response["Location"] == reverse("bureau:notices")


def test_another_persons_notice_is_not_there_and_stays_unread(client, reader):
    [notice] = told(UserFactory(), 1)

    assert client.post(reverse("bureau:open_notice", args=[notice.pk])).status_code == 404

    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_read_at_once_and_again_nothing_changes(client, reader):
    told(reader, 3)

    for _ in range(2):
        client.post(reverse("bureau:read_all"))

    assert not reader.notices.unread().exists()


def test_a_person_chooses_an_address_and_what_comes_there(client, reader):
    chosen = {"email": "new@example.org", "kinds": [NoticeKind.OVERDUE.value]}

    client.post(reverse("bureau:letter_choices"), chosen)

    user = User.objects.get(pk=reader.pk)
    assert (user.email, user.unmailed_kinds) == ("new@example.org", ["due", "task", "urged"])
    form = page(client, "letter_choices").context["form"]
    assert form.initial["kinds"] == ["overdue", "system"]


@pytest.mark.parametrize("chosen", [{"email": "none"}, {"kinds": ["system"]}, {"kinds": ["x"]}])
def test_an_address_or_a_kind_that_is_none_is_refused(client, reader, chosen):
    response = client.post(reverse("bureau:letter_choices"), chosen)

    assert response.context["form"].errors
    assert User.objects.get(pk=reader.pk).email == "chen@example.org"


def unsettled(count, state="unknown"):
    return [
        Delivery.objects.create(
            channel="email", recipient=UserFactory(), urgency="prompt", state=state,
            created_at=AT, claimed_at=AT + timedelta(minutes=number), error="never_reported",
        )
        for number in range(count)
    ]  # fmt: skip


def test_the_administrator_sees_what_needs_a_decision_and_why(client, admin):
    unsettled(2)
    unsettled(1, state="in_app")

    response = page(client, "letters")

    assert len(response.context["letters"]) == 2
    assert "may have arrived" in response.content.decode()
    assert dict(response.context["standing"])["On the platform only"] == 1


def test_thirty_letters_cost_the_queries_of_one(client, admin):
    unsettled(1)
    of_one = queries_of(client, "letters")

    unsettled(29)

    assert queries_of(client, "letters") == of_one


def test_the_administrator_decides_with_a_reason(client, admin):
    again, closed = unsettled(2)

    client.post(reverse("bureau:resend", args=[again.pk]), {"why": "对方未收到"})
    client.post(reverse("bureau:give_up", args=[closed.pk]), {"why": "已电话告知"})

    again.refresh_from_db()
    closed.refresh_from_db()
    assert (again.state, closed.state) == ("failed", "given_up")


def test_a_decision_without_a_reason_is_refused_with_a_sentence(client, admin):
    [letter] = unsettled(1)

    response = client.post(reverse("bureau:resend", args=[letter.pk]), follow=True)

    letter.refresh_from_db()
    assert letter.state == "unknown"
    assert [str(one) for one in response.context["messages"]] == ["Please write why."]


@pytest.mark.parametrize(
    ("at", "has_server", "said"),
    [
        (AT, False, "No mail server is set up"),
        (AT, True, "within a minute"),
        (AT + timedelta(hours=14), True, "in the next office hours"),
    ],
    ids=["no server", "office hours", "night"],
)
def test_what_is_said_of_a_letter_sent_again_is_true(client, admin, settings, at, has_server, said):
    settings.EMAIL_URL = "smtp://127.0.0.1:1" if has_server else ""
    [letter] = unsettled(1)

    with time_machine.travel(at, tick=False):
        client.force_login(admin)
        response = client.post(
            reverse("bureau:resend", args=[letter.pk]), {"why": "对方未收到"}, follow=True
        )

    assert said in str(next(iter(response.context["messages"])))


def test_a_letter_says_which_notices_it_carries(client, admin):
    [letter] = unsettled(1)
    letter.notices.add(*told(letter.recipient, 2))

    page_of = page(client, "letters").content.decode()

    assert all(notice.text in page_of for notice in letter.notices.all())


def test_letters_that_need_a_person_stand_on_the_administrators_home(client, admin):
    unsettled(3)

    home = client.get(reverse("satisfaction:home")).content.decode()

    assert "Letters that need a decision" in home
    assert "Nothing to do today" not in home
