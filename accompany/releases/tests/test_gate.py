"""Nothing leaves without a clearance, and only the gate makes one."""

import ast
import copy
import pickle
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

import accompany
from accompany.clock import now
from accompany.ledger.lines import HOUSE
from accompany.ledger.models import Line
from accompany.participants.models import Exclusion
from accompany.participants.testing import make_circles, make_participant
from accompany.releases import gate
from accompany.releases.clearance import Clearance, ClearanceSpent, NoClearance
from accompany.releases.kinds import Kind
from accompany.releases.models import Disclosure, Publication
from accompany.releases.outlets import KeptNoAccount, Outlet, _outlets, outlet, outlets
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague

DIGEST = sha256(b"synthetic").hexdigest()
ROOT = Path(accompany.__file__).parent


@pytest.fixture
def letter():
    """An outlet made for one test: a letter to herself."""
    name = "test.letter"

    @outlet(name, kind=Kind.TO_HERSELF)
    def send_letter(clearance: Clearance, words: str, account: bool = True) -> str:
        if account:
            gate.disclosed(clearance, "herself", ["a letter"], DIGEST)
        return words

    yield name, send_letter
    del _outlets[name]


@pytest.fixture
def sheet():
    """An outlet made for one test: numbers."""
    name = "test.sheet"

    @outlet(name, kind=Kind.NUMBERS_ONLY)
    def send_sheet(clearance: Clearance) -> None:
        gate.disclosed(clearance, "public", ["quarter"], DIGEST, about=uuid4())

    yield name, send_sheet
    del _outlets[name]


def test_only_the_gate_makes_a_clearance():
    with pytest.raises(TypeError):
        Clearance(Kind.TO_HERSELF, "anything", HOUSE)
    with pytest.raises(TypeError):
        Clearance(Kind.TO_HERSELF, "anything", HOUSE, token=object())


def test_a_clearance_cannot_be_copied_or_carried_away(letter):
    clearance = gate.to_herself(uuid4(), by=HOUSE, outlet=letter[0])

    for carry in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            carry(clearance)
    with pytest.raises(AttributeError):
        clearance.note = "more"


@pytest.mark.parametrize("each", outlets(), ids=lambda each: each.name)
def test_every_outlet_refuses_without_a_clearance_of_its_own(each: Outlet, letter, sheet):
    by = make_colleague(Role.GRANTS)
    strangers = [
        None,
        object(),
        "clearance",
        gate.to_herself(uuid4(), by=HOUSE, outlet=letter[0]),
        gate.numbers_only(by=by, outlet=sheet[0]),
    ]

    for clearance in strangers:
        with pytest.raises(NoClearance):
            each.lets_out(clearance)
    assert not Disclosure.objects.exists()
    assert not Publication.objects.exists()


def test_the_house_knows_its_outlets():
    assert {"grants.csv", "grants.print", "helpline.text", "helpline.chat"} <= {
        each.name for each in outlets()
    }


def test_an_outlet_that_keeps_no_account_fails(letter):
    name, send = letter
    clearance = gate.to_herself(uuid4(), by=HOUSE, outlet=name)

    with pytest.raises(KeptNoAccount):
        send(clearance, "words", account=False)


def test_a_clearance_is_good_once(letter):
    name, send = letter
    clearance = gate.to_herself(uuid4(), by=HOUSE, outlet=name)
    send(clearance, "words")

    with pytest.raises(ClearanceSpent):
        send(clearance, "more words")


def test_two_outlets_cannot_share_a_name(letter):
    with pytest.raises(ValueError, match="Two outlets"):
        outlet(letter[0])(lambda clearance: None)


def test_an_unknown_outlet_gets_no_clearance():
    with pytest.raises(NoClearance):
        gate.to_herself(uuid4(), by=HOUSE, outlet="nowhere")


def give(person, by, letter) -> str:
    name, send = letter
    return send(gate.to_herself(person, by=by, outlet=name), "her copy")


def test_what_she_is_given_is_told_in_her_own_file(letter):
    make_circles()
    delphine = make_colleague()
    person = make_participant(by=delphine, team=[delphine, make_colleague()])

    give(person, delphine, letter)

    account = Disclosure.objects.get()
    assert account.lockbox_id == person.file_box_id
    assert account.by_id == delphine.id
    line = Line.objects.order_by("-seq").first()
    assert (line.verb, line.row, line.subject) == (
        "gave to herself",
        account.id,
        person.handle,
    )
    from accompany.sealed.lockboxes import open_lockbox

    words = account.open(open_lockbox(person.file_box_id, by=delphine)).words
    assert (words.recipient, words.categories, words.digest) == (
        "herself",
        ("a letter",),
        DIGEST,
    )


@pytest.mark.parametrize("role", list(Role))
def test_whoever_is_not_on_her_care_team_can_give_her_nothing(letter, role):
    make_circles()
    delphine = make_colleague()
    person = make_participant(by=delphine, team=[delphine, make_colleague()])

    with pytest.raises(gate.NotHers):
        give(person, make_colleague(role), letter)
    assert not Disclosure.objects.exists()


def test_somebody_she_excluded_can_give_her_nothing(letter):
    make_circles()
    delphine, ines = make_colleague(), make_colleague()
    person = make_participant(by=delphine, team=[delphine, ines, make_colleague()])
    Exclusion.objects.create(participant=person, colleague=ines.colleague, **excluded(delphine))

    with pytest.raises(gate.NotHers):
        give(person, ines, letter)
    assert give(person, delphine, letter) == "her copy"


def excluded(by):
    """Whatever else an exclusion names: when, and who wrote it down."""
    filled = {}
    for field in Exclusion._meta.concrete_fields:
        if field.name in ("participant", "colleague") or field.has_default() or field.null:
            continue
        if field.get_internal_type() == "DateTimeField":
            filled[field.name] = now()
        elif field.get_internal_type() == "ForeignKey":
            filled[field.name] = by.colleague
    return filled


def test_the_house_itself_gives_no_participant_anything(letter):
    person = make_participant()

    with pytest.raises(gate.NotHers):
        give(person, HOUSE, letter)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.HELPLINE, True),
        (Role.SUPERVISOR, True),
        (Role.GRANTS, False),
        (Role.DIRECTION, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_only_those_who_answer_write_in_a_conversation(letter, role, may):
    by = make_colleague(role)

    if may:
        assert give(uuid4(), by, letter)
    else:
        with pytest.raises(gate.NotHers):
            give(uuid4(), by, letter)


def test_a_text_in_a_conversation_leaves_a_line_and_no_hash(letter):
    conversation = uuid4()

    give(conversation, HOUSE, letter)

    line = Line.objects.order_by("-seq").first()
    assert (line.verb, line.subject) == ("gave to herself", conversation)
    assert DIGEST not in line.facts
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("role", [Role.ADVOCATE, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_only_those_who_count_let_numbers_out(sheet, role):
    with pytest.raises(NoClearance):
        gate.numbers_only(by=make_colleague(role), outlet=sheet[0])


def test_numbers_do_not_leave_by_the_way_of_words_nor_words_by_that_of_numbers(letter, sheet):
    jo = make_colleague(Role.GRANTS)

    with pytest.raises(NoClearance):
        gate.numbers_only(by=jo, outlet=letter[0])
    with pytest.raises(NoClearance):
        gate.to_herself(uuid4(), by=HOUSE, outlet=sheet[0])


def test_a_publication_names_its_bytes():
    jo = make_colleague(Role.GRANTS)

    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            outlet="test", recipient="public", categories="quarter", digest="none",
            about=uuid4(), at=now(), by=jo.colleague,
        )  # fmt: skip


# What only an outlet may say: a file to save, mail, a spreadsheet, a message to the provider.
WAYS_OUT = {
    "Content-Disposition",
    "text/csv",
    "text/calendar",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CALLS_OUT = {
    "send_mail",
    "send_mass_mail",
    "mail_admins",
    "mail_managers",
    "EmailMessage",
    "EmailMultiAlternatives",
    "FileResponse",
    "DictWriter",
    "writer",
    "as_attachment",
}
MODULES_OUT = {"smtplib", "django.core.mail", "openpyxl", "reportlab", "weasyprint"}
# What holds nobody: an event that anybody may come to, a picture that an editor uploaded.
PUBLIC_ALREADY = {"website/cms.py", "website/copying/servers.py", "website/found.py"}
NEVER_TO_A_READER = {
    "demo",
    "testing",
    "tests",
    "migrations",
}


def source_files() -> list[Path]:
    return [
        path
        for path in sorted(ROOT.rglob("*.py"))
        if not NEVER_TO_A_READER & set(path.relative_to(ROOT).parts)
        and path.name not in ("outlets.py", "testing.py")
    ]


def ways_out(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=str() as text) if any(way in text for way in WAYS_OUT):
                found.add(text)
            case ast.Call(func=ast.Name(id=name)) if name in CALLS_OUT:
                found.add(name)
            case ast.Call(func=ast.Attribute(attr=name)) if name in CALLS_OUT:
                found.add(name)
            case ast.Import(names=names):
                found |= {each.name for each in names} & MODULES_OUT
            case ast.ImportFrom(module=str() as module) if module in MODULES_OUT:
                found.add(module)
    return found


@pytest.mark.parametrize(
    "source",
    [
        'HttpResponse(x, headers={"Content-Disposition": "attachment"})',
        'HttpResponse(x, content_type="text/csv; charset=utf-8")',
        "import smtplib",
        "from django.core.mail import send_mail",
        "csv.writer(out)",
        "FileResponse(open(path))",
    ],
)
def test_the_search_for_ways_out_finds_them(source):
    assert ways_out(source)


@pytest.mark.parametrize("path", source_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_but_an_outlet_makes_a_file_a_letter_or_a_spreadsheet(path):
    is_public = str(path.relative_to(ROOT)) in PUBLIC_ALREADY

    assert bool(ways_out(path.read_text())) == is_public


def test_every_function_of_an_outlets_file_that_makes_a_response_is_registered():
    registered = {(each.lets_out.__module__, each.lets_out.__name__) for each in outlets()}
    for path in sorted(ROOT.glob("*/outlets.py")):
        module = ".".join(["accompany", path.parent.name, "outlets"])
        if module == "accompany.releases.outlets":
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and ways_out(ast.unparse(node)) - {"writer"}:
                assert (module, node.name) in registered, f"{module}.{node.name}"


def test_the_text_messages_go_out_through_one_file():
    for path in source_files():
        tree = ast.parse(path.read_text())
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
            n.name for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names
        }
        if any(str(name).split(".")[0] == "twilio" for name in imported):
            assert path.relative_to(ROOT).parts[0] == "helpline", path
