"""An award is entered and put right by those who count, on a page like any other."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from accompany import clock
from accompany.awards.models import Award
from accompany.awards.terms import TERMS, as_seen
from accompany.awards.testing import make_award
from accompany.grants import actions
from accompany.ledger.models import Line
from accompany.staff.access import NotAllowed
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

OCTOBER = datetime(2026, 10, 5, 18, tzinfo=UTC)
NEW = reverse("grants:enter-award")
LETTER = {
    "funder": "City Human Services",
    "name": "Mobile advocacy",
    "number": "00-HS-0117",
    "first_day": "2026-01-01",
    "last_day": "2027-12-31",
    "fiscal_start_month": "1",
    "not_tracked": ["Q4B"],
}


@pytest.fixture(autouse=True)
def in_october():
    with clock.stopped_at(OCTOBER):
        yield


@pytest.fixture
def jo():
    return make_colleague(Role.GRANTS, "Jo W.")


def change_page(award: Award) -> str:
    return reverse("grants:change-award", args=[award.id])


def typed(award: Award, **other) -> dict:
    said = {term: getattr(award, term) for term in TERMS}
    return said | {"seen": as_seen(award)} | other


@pytest.mark.parametrize("role", [Role.GRANTS, Role.DIRECTION])
def test_an_award_is_entered_as_its_letter_says(client, role):
    answer = sign_in(client, make_colleague(role)).post(NEW, LETTER)

    award = Award.objects.get()
    assert answer["Location"] == reverse("grants:award", args=[award.id])
    assert (award.funder, award.number) == ("City Human Services", "00-HS-0117")
    assert (award.first_day, award.last_day) == (date(2026, 1, 1), date(2027, 12, 31))
    assert (award.fiscal_start_month, award.not_tracked) == (1, ["Q4B"])
    assert Line.objects.filter(verb="entered an award").count() == 1
    assert "Mobile advocacy" in client.get(reverse("grants:awards")).content.decode()


def test_a_double_click_enters_one(client, jo):
    sign_in(client, jo)
    form_id = client.get(NEW).context["form"]["form_id"].value()

    for _ in range(2):
        client.post(NEW, LETTER | {"form_id": str(form_id)})

    assert Award.objects.count() == 1
    assert Line.objects.filter(verb="entered an award").count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"funder": " "}, "Write who pays."),
        ({"name": ""}, "Give the award a name"),
        ({"last_day": "2025-12-31"}, "The last day is before the first."),
        ({"last_day": "2926-12-31"}, "That is longer than 15 years."),
        ({"first_day": "0202-01-01"}, "before the year 2000"),
        ({"first_day": "soon"}, "Give a day, as 10/01/2026."),
        ({"fiscal_start_month": "13"}, "Select a valid choice"),
    ],
)
def test_an_answer_that_needs_another_look_is_kept_and_said(client, jo, wrong, says):
    answer = sign_in(client, jo).post(NEW, LETTER | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "00-HS-0117" in page
    assert not Award.objects.exists()


def test_nobody_else_has_these_pages(client, jo):
    award = make_award()
    delphine, wren = make_colleague(Role.ADVOCATE), make_colleague(Role.ADMINISTRATOR)

    for by in (delphine, wren):
        sign_in(client, by)
        for address in (NEW, change_page(award)):
            assert client.get(address).status_code == 404
            assert client.post(address, LETTER).status_code == 404
        with pytest.raises(NotAllowed):
            actions.enter_award(id=award.id, terms={}, by=by)
    assert Award.objects.get() == award


def test_an_award_nobody_entered_has_no_page(client, jo):
    gone = reverse("grants:change-award", args=[jo.id])

    assert sign_in(client, jo).get(gone).status_code == 404


def test_a_wrong_number_is_put_right(client, jo):
    award = make_award()

    client = sign_in(client, jo)
    assert "00-VT-0142" in client.get(change_page(award)).content.decode()
    client.post(change_page(award), typed(award, number="00-VT-0143"))

    award.refresh_from_db()
    assert award.number == "00-VT-0143"
    assert Line.objects.filter(verb="changed an award").count() == 1


def test_once_a_quarter_is_kept_what_decides_quarters_stays(client, jo):
    award = make_award()
    with clock.stopped_at(datetime(2026, 10, 6, 18, tzinfo=UTC)):
        actions.make_ready(award=award, period=award.periods[7], by=jo)
    sign_in(client, jo)

    client.post(change_page(award), typed(award, fiscal_start_month="1", name="VA"))
    answer = client.post(
        change_page(award), typed(Award.objects.get(), last_day="2026-06-30", name="VA")
    )

    assert answer.status_code == 422
    assert "its last day cannot be before them" in answer.content.decode()
    award.refresh_from_db()
    assert (award.name, award.fiscal_start_month) == ("VA", 10)
    assert award.last_day == date(2027, 9, 30)


def test_two_people_changing_one_award_are_both_told(client, jo):
    award = make_award()
    before = typed(award, number="from-jo")
    Award.objects.update(number="from-direction")
    sign_in(client, jo)

    answer = client.post(change_page(award), before)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "from-jo" in page
    assert "from-direction" in page
    client.post(change_page(award), before | {"seen": answer.context["form"]["seen"].value()})
    award.refresh_from_db()
    assert award.number == "from-jo"
