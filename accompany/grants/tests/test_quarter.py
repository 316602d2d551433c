"""One award's quarter, from services that colleagues logged to numbers that were sent."""

import csv
import json
import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.db import connection
from django.urls import URLResolver, get_resolver, reverse
from django.utils.html import strip_tags

from accompany import clock
from accompany.advocacy.testing import make_service
from accompany.awards.models import Award
from accompany.awards.testing import make_award
from accompany.grants import actions
from accompany.grants.models import Report
from accompany.grants.outlets import STARTS_A_FORMULA, as_sheet
from accompany.helpline.kinds import Kind
from accompany.helpline.models import AnonymousContact
from accompany.house.doors import is_public
from accompany.ledger.models import Line
from accompany.participants.testing import make_participant
from accompany.participants.words import FactsWords
from accompany.releases.models import Publication
from accompany.staff.capabilities import Role
from accompany.staff.doors import opens
from accompany.staff.testing import make_colleague, sign_in

MAY = datetime(2026, 5, 12, 18, tzinfo=UTC)
AUGUST = datetime(2026, 8, 12, 18, tzinfo=UTC)
SEPTEMBER = datetime(2026, 9, 12, 18, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 5, 18, tzinfo=UTC)
SQLITE = shutil.which("sqlite3")
NAMES = ("Juniper", "Marigold", "Tansy")


class World:
    """A small house: those who count, an advocate, an award, and people of this quarter."""

    def __init__(self) -> None:
        with clock.stopped_at(MAY):
            make_colleague(Role.SUPERVISOR)
            self.jo = make_colleague(Role.GRANTS, "Jo W.")
            self.sunniva = make_colleague(Role.DIRECTION, "Sunniva R.")
            self.delphine = make_colleague(Role.ADVOCATE, "Delphine A.")
            self.award = make_award()
            self.people = []

    def person(self, called: str = "Juniper", **facts):
        words = FactsWords(**facts) if facts else None
        person = make_participant(called=called, by=self.delphine, facts=words)
        self.people.append(person)
        return person

    def served(self, person, code="advocacy", at=AUGUST, **more):
        with clock.stopped_at(at):
            return make_service(person, self.delphine, code, award=self.award, **more)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def in_october():
    with clock.stopped_at(OCTOBER):
        yield


def address(award: Award, name: str = "quarter", *more: str) -> str:
    return reverse(f"grants:{name}", args=[award.id, 2026, 7, *more])


def page(client, by, award, reader="funder") -> str:
    return sign_in(client, by).get(address(award), {"for": reader}).content.decode()


def number(html: str, label: str) -> list[str]:
    """The cells beside a label, as read aloud."""
    found = re.search(rf'<th scope="row">{re.escape(label)}</th>(.*?)</tr>', html, re.S)
    assert found, label
    return [
        " ".join(strip_tags(cell).split()) for cell in re.findall(r"<td.*?</td>", found[1], re.S)
    ]


def post(client, by, award, name, *more):
    return sign_in(client, by).post(address(award, name, *more))


def frozen(client, world) -> Report:
    post(client, world.jo, world.award, "make-ready")
    post(client, world.sunniva, world.award, "tick")
    post(client, world.jo, world.award, "freeze")
    return Report.objects.get()


def test_a_quarter_counts_people_once_and_services_each_time(client, world, in_october):
    juniper, tansy = world.person("Juniper"), world.person("Tansy")
    world.served(juniper, "advocacy")
    world.served(juniper, "efa")
    world.served(juniper, "efa")
    world.served(tansy, "group_support")

    html = page(client, world.jo, world.award)

    assert number(html, "B. Personal advocacy and accompaniment") == ["rare 1", "rare 1"]
    assert number(html, "C. Emotional support or safety services") == ["rare 2", "rare 3"]
    assert number(html, "C7 Emergency financial assistance") == ["", "rare 2"]
    assert number(html, "All services") == ["rare 2", "rare 4"]


def test_new_is_new_to_this_award_in_this_fiscal_year(client, world, in_october):
    continuing, new, elsewhere = (
        world.person("Juniper"),
        world.person("Tansy"),
        world.person("Yarrow"),
    )
    world.served(continuing, at=MAY)
    world.served(continuing)
    world.served(new)
    with clock.stopped_at(MAY):
        make_service(elsewhere, world.delphine, "advocacy", award=make_award(name="Other"))
    world.served(elsewhere)

    html = page(client, world.jo, world.award)

    assert number(html, "Individuals continuing from an earlier quarter") == ["rare 1"]
    new_label = (
        "Number of new individuals who received services for the first time "
        "during the reporting period"
    )
    assert number(html, new_label) == ["rare 2"]


def test_demographics_are_of_the_new_and_victimization_of_all(client, world, in_october):
    continuing = world.person(
        race=("white",), gender="female", age="25-59", victimization=("stalking", "robbery")
    )
    new = world.person(race=("black", "asian"), age="18-24", victimization=("stalking",))
    silent = world.person()
    world.served(continuing, at=MAY)
    for person in (continuing, new, silent):
        world.served(person)

    html = page(client, world.jo, world.award)

    assert number(html, "White Non-Latino or Caucasian") == ["0"]
    assert number(html, "Multiple races") == ["rare 1"]
    assert number(html, "Age 18–24") == ["rare 1"]
    assert number(html, "Stalking or harassment") == ["rare 2"]
    assert number(html, "Robbery") == ["rare 1"]
    assert number(html, "Not reported (our own row)") == ["rare 1"]
    assert number(html, "Individuals who presented with more than one type of victimization") == [
        "rare 1"
    ]


def test_every_block_of_the_new_adds_up(world, in_october):
    from accompany.grants.report import count

    for i in range(4):
        world.served(world.person(race=(("black", "white")[i % 2],), gender="female"))

    counted = count(world.award, world.award.periods[7], by=world.jo)

    for code in ("Q4A", "Q4B", "Q4C", "MN"):
        assert sum(counted.numbers[key] for key in counted.form.block(code).keys) == 4


def test_a_question_we_do_not_ask_is_not_tracked(client, world, in_october):
    Award.objects.update(not_tracked=["Q4B"])
    world.served(world.person(gender="female"))

    html = page(client, world.jo, world.award)

    assert number(html, "Female") == ["0"]
    gender = html[html.index('id="Q4B-h"') :]
    assert number(gender, "Not tracked") == ["rare 1"]


def test_anonymous_contacts_stay_out_of_the_people(client, world, in_october):
    kind = next(each for each in Kind if each.is_contact)
    for _ in range(12):
        AnonymousContact.objects.create(
            **contact_columns(kind, world, day=date(2026, 8, 3), award=world.award)
        )

    html = page(client, world.jo, world.award)

    label = "Total number of anonymous contacts received during the reporting period"
    assert number(html, label) == ["12"]


def contact_columns(kind, world, **given):
    columns = {"kind": kind.value, **given}
    for field in AnonymousContact._meta.concrete_fields:
        if field.name in columns or field.primary_key or field.has_default() or field.null:
            continue
        match field.get_internal_type():
            case "ForeignKey":
                columns[field.name] = world.jo.colleague
            case "DateTimeField":
                columns[field.name] = clock.now()
            case "CharField":
                columns[field.name] = field.choices[0][0] if field.choices else ""
    return columns


def test_the_public_gets_no_rare_number(client, world, in_october):
    for i in range(40):
        world.served(world.person(f"Juniper {i}"), at=AUGUST if i < 37 else SEPTEMBER)
    world.served(world.people[0], "efa")

    html = page(client, world.jo, world.award, "public")

    assert number(html, "All services") == ["40", "41"]
    assert number(html, "C7 Emergency financial assistance") == ["", "withheld"]
    assert number(html, "C. Emotional support or safety services") == ["withheld", "withheld"]
    assert number(html, "A. Information and referral") == ["0", "0"]
    assert '<rect class="kept"' in html


def test_a_number_leads_to_its_definition_and_nowhere_else(client, world, in_october):
    world.served(world.person())

    html = page(client, world.jo, world.award)

    main = html[html.index('<main id="main"') : html.index("</main>")]
    cells = re.findall(r'<td class="num[^"]*">.*?</td>', main, re.S)
    links = {link for cell in cells for link in re.findall(r'href="([^"#]*)', cell)}
    assert links == {reverse("grants:definitions", args=["voca_va"])}
    answer = sign_in(client, world.jo).get(links.pop())
    assert "Nobody is new twice in one fiscal year." in answer.content.decode()


def test_the_one_who_made_it_ready_cannot_tick(client, world, in_october):
    world.served(world.person())
    post(client, world.jo, world.award, "make-ready")

    assert post(client, world.jo, world.award, "tick").status_code == 404
    assert Report.objects.get().ticked_at is None


def test_nothing_is_frozen_before_it_is_ticked(client, world, in_october):
    post(client, world.jo, world.award, "make-ready")

    response = post(client, world.jo, world.award, "freeze")

    assert response.status_code == 422
    assert "has not ticked" in response.content.decode()
    assert Report.objects.get().frozen_at is None


def test_a_running_quarter_cannot_be_made_ready(client, world):
    with clock.stopped_at(AUGUST):
        response = post(client, world.jo, world.award, "make-ready")

    assert response.status_code == 422
    assert not Report.objects.exists()


def test_a_quarter_that_has_not_begun_looks_like_none(client, world):
    with clock.stopped_at(MAY):
        assert sign_in(client, world.jo).get(address(world.award)).status_code == 404


def test_making_ready_twice_is_once(client, world, in_october):
    post(client, world.jo, world.award, "make-ready")

    response = post(client, world.jo, world.award, "make-ready")

    assert response.status_code == 302
    assert Report.objects.count() == 1


def test_what_was_frozen_stays_when_the_records_change(client, world, in_october):
    juniper = world.person()
    world.served(juniper)
    report = frozen(client, world)
    before = {reader: fetched(client, world, reader) for reader in ("funder", "public")}
    shown = page(client, world.jo, world.award)

    for person in (world.person("Tansy"), juniper):
        world.served(person, "efa", at=OCTOBER + timedelta(hours=1), day=date(2026, 8, 20))

    assert {reader: fetched(client, world, reader) for reader in before} == before
    assert numbers_on(page(client, world.jo, world.award)) == numbers_on(shown)
    since = sign_in(client, world.jo).get(address(world.award, "since")).content.decode()
    assert number(since, "C7 Emergency financial assistance") == ["0", "2", "+2"]
    assert "2 services of this quarter were written down later." in since
    report.refresh_from_db()
    assert report.frozen_by_id == world.jo.id


def numbers_on(html: str) -> list[str]:
    return re.findall(r'<td class="num.*?</td>', html, re.S)


def fetched(client, world, reader) -> bytes:
    response = post(client, world.jo, world.award, "file", reader)
    assert response["Content-Type"].startswith("text/csv")
    return response.content


def test_the_chart_begins_with_the_quarters_frozen_before(client, world, in_october):
    for i in range(13):
        person = world.person(f"Juniper {i}")
        world.served(person, at=MAY)
        world.served(person)
    jo, spring = sign_in(client, world.jo), [world.award.id, 2026, 4]
    jo.post(reverse("grants:make-ready", args=spring))
    sign_in(client, world.sunniva).post(reverse("grants:tick", args=spring))
    jo = sign_in(client, world.jo)
    jo.post(reverse("grants:freeze", args=spring))

    for reader in ("funder", "public"):
        html = page(client, world.jo, world.award, reader)
        months = re.findall(r'<text x="[\d.]+" y="222"[^>]*>(\w+)</text>', html)
        assert months == ["Apr", "May", "Jun", "Jul", "Aug", "Sep"]
    looks = Line.objects.filter(verb="opened a report's true numbers")
    assert json.loads(looks.first().facts)["reports"] == 1


def test_a_frozen_report_cannot_be_taken_back(client, world, in_october):
    frozen(client, world)

    response = post(client, world.jo, world.award, "take-back")

    assert response.status_code == 422
    assert Report.objects.exists()


def test_a_report_that_is_not_frozen_can_be_taken_back(client, world, in_october):
    post(client, world.jo, world.award, "make-ready")

    post(client, world.jo, world.award, "take-back")

    assert not Report.objects.exists()
    assert Line.objects.filter(verb="took a report back").exists()


@pytest.mark.parametrize("name", ["file", "print"])
@pytest.mark.parametrize("reader", ["funder", "public"])
def test_each_way_out_leaves_an_account_of_the_same_bytes(client, world, in_october, name, reader):
    world.served(world.person())
    report = frozen(client, world)

    first = post(client, world.jo, world.award, name, reader).content
    second = post(client, world.sunniva, world.award, name, reader).content

    assert first == second
    accounts = Publication.objects.order_by("at")
    assert {each.digest for each in accounts} == {sha256(first).hexdigest()}
    assert {(each.about, each.recipient) for each in accounts} == {(report.id, reader)}
    assert [each.by_id for each in accounts] == [world.jo.id, world.sunniva.id]
    assert Line.objects.filter(verb="let numbers out").count() == 2
    assert page(client, world.jo, world.award).count(sha256(first).hexdigest()[:12]) >= 2


@pytest.mark.parametrize("name", ["file", "print"])
def test_nothing_leaves_before_the_freeze(client, world, in_october, name):
    post(client, world.jo, world.award, "make-ready")

    response = post(client, world.jo, world.award, name, "public")

    assert response.status_code == 422
    assert not Publication.objects.exists()


@pytest.mark.skipif(SQLITE is None, reason="the sqlite3 program is not installed")
def test_the_file_reads_back_in_another_program(client, world, in_october, tmp_path):
    Award.objects.update(name='=HYPERLINK("x"), "Núñez"')
    world.award.refresh_from_db()
    for i in range(12):
        world.served(world.person(f"Juniper {i}"))
    frozen(client, world)
    path = tmp_path / "report.csv"
    path.write_bytes(fetched(client, world, "funder"))

    rows = read_by_sqlite(path)

    by_place = {(row["question"], row["row"]): row["number"] for row in rows}
    assert by_place["Q1", ""] == "12"
    assert by_place["Q8", "B4"] == "12"
    assert len(rows) == len(list(csv.reader(StringIO(path.read_text())))) - 1
    assert not [row for row in rows if row["number"].startswith(("=", "+", "-", "@"))]


def read_by_sqlite(path) -> list[dict[str, str]]:
    taken_in = ["-cmd", ".mode csv", "-cmd", f".import {path} sheet", "-cmd", ".mode json"]
    answer = subprocess.run(  # a fixed program and a path of ours
        [str(SQLITE), ":memory:", *taken_in, "SELECT * FROM sheet"],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)


def test_no_cell_of_a_file_starts_a_formula(world):
    for start in STARTS_A_FORMULA:
        world.award.number = f"{start}1+1"
        from accompany.grants.form import form
        from accompany.grants.models import Reader

        period = world.award.periods[7]
        asked = form(world.award.scheme, period)
        sheet = as_sheet(
            world.award, period, asked, dict.fromkeys([r.key for r in asked.rows], 0), Reader.PUBLIC
        )

        rows = list(csv.reader(StringIO(sheet, newline="")))
        assert not [
            c for row in rows for c in row if c.startswith(("=", "+", "-", "@", "\t", "\r"))
        ]


def test_small_true_numbers_are_not_readable_in_the_database(client, world, in_october):
    for i in range(12):
        world.served(world.person(f"Juniper {i}"))
    world.served(world.people[0], "efa")
    frozen(client, world)

    with connection.cursor() as cursor:
        cursor.execute("SELECT published, sheet, asked FROM grants_report")
        published, sheet, _ = cursor.fetchone()

    numbers = json.loads(published) if isinstance(published, str) else published
    assert numbers["Q1"] == 12
    assert not [n for n in numbers.values() if n is not None and 1 <= n <= 10]
    assert "C7,C7 Emergency financial assistance,withheld" in sheet


@pytest.mark.parametrize(
    "role", [each for each in Role if each not in (Role.GRANTS, Role.DIRECTION)]
)
def test_whoever_does_not_count_finds_no_page(client, world, in_october, role):
    world.served(world.person())
    frozen(client, world)
    other = make_colleague(role)

    for name in ("quarter", "since"):
        assert sign_in(client, other).get(address(world.award, name)).status_code == 404
    assert sign_in(client, other).get(reverse("grants:awards")).status_code == 404
    for name in ("make-ready", "tick", "freeze", "take-back"):
        assert post(client, other, world.award, name).status_code == 404
    assert post(client, other, world.award, "file", "public").status_code == 404
    assert not Publication.objects.exists()


def test_another_award_or_a_strange_quarter_looks_like_none(client, world, in_october):
    jo = sign_in(client, world.jo)

    assert jo.get(reverse("grants:quarter", args=[world.jo.id, 2026, 7])).status_code == 404
    assert jo.get(reverse("grants:quarter", args=[world.award.id, 2026, 8])).status_code == 404
    assert jo.get(reverse("grants:since", args=[world.award.id, 2026, 4])).status_code == 404
    assert jo.get(address(world.award), {"for": "everybody"}).status_code == 404


def test_jo_never_sees_a_name(client, world, in_october):
    for name in NAMES:
        world.served(world.person(name, victimization=("stalking",)))
    frozen(client, world)
    jo = sign_in(client, world.jo)

    pages = [
        jo.get(reverse("grants:awards")),
        jo.get(reverse("grants:award", args=[world.award.id])),
        jo.get(reverse("grants:definitions", args=["voca_va"])),
        jo.get(address(world.award)),
        jo.get(address(world.award), {"for": "public"}),
        jo.get(address(world.award, "since")),
        jo.post(address(world.award, "file", "funder")),
        jo.post(address(world.award, "print", "funder")),
    ]

    for answer in pages:
        assert answer.status_code == 200
        text = answer.content.decode()
        assert not [name for name in NAMES if name in text]
        assert not [p for p in world.people if str(p.id) in text or str(p.handle) in text]


def test_no_address_of_a_word_about_people_opens_for_those_who_count(world):
    about_people = {"participants", "advocacy", "helpline"}
    walked = [
        each
        for each in every_view(get_resolver())
        if each.__module__.split(".")[1] in about_people and not is_public(each)
    ]

    assert walked
    for by in (world.jo, world.sunniva):
        opened = [each for each in walked if opens(each, by.colleague)]
        assert not [f"{each.__module__}.{each.__name__}" for each in opened]


def every_view(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from every_view(pattern)
        else:
            yield pattern.callback


def test_jos_keys_open_no_card_and_no_file(world):
    from accompany.participants.models import Card, FileSheet
    from accompany.sealed.lockboxes import open_lockboxes, openable

    world.person()

    boxes = [*Card.objects.values_list("lockbox_id", flat=True)]
    boxes += FileSheet.objects.values_list("lockbox_id", flat=True)
    assert openable(boxes, by=world.jo) == set()
    assert open_lockboxes(boxes, by=world.jo) == {}


def test_erasing_somebody_changes_no_frozen_number(client, world, in_october):
    juniper = world.person()
    service = world.served(juniper)
    frozen(client, world)
    before = fetched(client, world, "funder")

    service.delete()

    assert fetched(client, world, "funder") == before
    since = sign_in(client, world.jo).get(address(world.award, "since")).content.decode()
    assert "1 service that was counted is gone" in since


def test_the_action_refuses_the_same_person_twice(world, in_october):
    report = actions.make_ready(award=world.award, period=world.award.periods[7], by=world.jo)
    Report.objects.update(ready_by=world.sunniva.colleague)

    with pytest.raises(actions.NeedsASecondPerson):
        actions.tick(report=report, by=world.sunniva)
