"""A sealed document opens where it was sealed, as it was sealed, and nowhere else."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accompany.sealed import cipher
from accompany.sealed.cipher import BUCKETS, CannotOpen, pad, unpad
from accompany.sealed.documents import Stale, StillSealed, open_many
from accompany.sealed.lockboxes import make_lockbox, open_lockbox, open_lockboxes, sealing
from accompany.sealed.tests.paper import NewerWords, OtherPaper, Paper, PaperWords, Rule, a_paper
from accompany.sealed.words import from_json, to_json

often = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
words = some.builds(
    PaperWords,
    text=some.text(max_size=400),
    pages=some.integers(-(2**60), 2**60),
    is_private=some.booleans(),
    names=some.lists(some.text(max_size=20), max_size=4).map(tuple),
    rules=some.lists(
        some.builds(Rule, some.text(max_size=9), some.none() | some.dates()), max_size=3
    ).map(tuple),
    on=some.none() | some.dates(),
)


@often
@given(words=words, with_keys=some.booleans())
def test_what_was_sealed_opens_the_same(box, tamsin, words, with_keys):
    paper = Paper().seal(words, box=box if with_keys else sealing(box.id))
    paper.save()

    again = Paper.objects.get(id=paper.id).open(open_lockbox(box.id, by=tamsin))

    assert again.words == words


def test_words_are_not_read_before_they_are_opened(box):
    paper = Paper.objects.get(id=a_paper(box).id)

    with pytest.raises(StillSealed):
        paper.words  # noqa: B018

    assert paper.open(box).words.text == "She found a room."


@often
@given(place=some.integers(0, 10_000), bit=some.integers(0, 7), with_keys=some.booleans())
def test_one_changed_bit_and_it_does_not_open(box, place, bit, with_keys):
    paper = Paper().seal(PaperWords("She found a room."), box=box if with_keys else sealing(box.id))
    changed = bytearray(paper.sealed)
    changed[place % len(changed)] ^= 1 << bit
    paper.sealed = bytes(changed)

    with pytest.raises(CannotOpen):
        paper.open(box)


@often
@given(cut=some.integers(1, 400))
def test_a_document_cut_short_does_not_open(box, cut):
    paper = Paper().seal(PaperWords("She found a room."), box=box)
    paper.sealed = bytes(paper.sealed)[:-cut]

    with pytest.raises(CannotOpen):
        paper.open(box)


@pytest.mark.parametrize("with_keys", [True, False])
def test_a_document_copied_to_another_row_does_not_open(box, with_keys):
    by = box if with_keys else sealing(box.id)
    mine = Paper().seal(PaperWords("mine"), box=by)
    yours = Paper().seal(PaperWords("yours"), box=by)
    mine.sealed = yours.sealed

    with pytest.raises(CannotOpen):
        mine.open(box)


def test_a_document_copied_to_another_table_does_not_open(box):
    paper = Paper().seal(PaperWords("mine"), box=box)
    other = OtherPaper(id=paper.id, sealed=paper.sealed, lockbox_id=box.id, version=1)

    with pytest.raises(CannotOpen):
        other.open(box)


def test_a_document_of_one_side_does_not_open_on_the_other(box, settings):
    paper = Paper().seal(PaperWords("mine"), box=box)

    settings.SIDE = "program"

    with pytest.raises(CannotOpen):
        paper.open(box)


def test_a_document_put_in_another_lockbox_does_not_open(box, tamsin, delphine):
    other = make_lockbox("file", people=[tamsin.id, delphine.id])
    paper = a_paper(box)

    with pytest.raises(CannotOpen):
        paper.open(other)
    paper.lockbox_id = other.id
    with pytest.raises(CannotOpen):
        paper.open(other)


def test_an_older_version_put_back_does_not_open(box):
    paper = a_paper(box, "first")
    older = paper.sealed
    paper.reseal(PaperWords("second"), box=box)

    Paper.objects.filter(id=paper.id).update(sealed=older)

    with pytest.raises(CannotOpen):
        Paper.objects.get(id=paper.id).open(box)


def test_two_who_edit_one_row_are_both_told(box):
    paper = a_paper(box, "first")
    hers, his = Paper.objects.get(id=paper.id), Paper.objects.get(id=paper.id)

    hers.reseal(PaperWords("hers"), box=box, shelf="A")
    with pytest.raises(Stale):
        his.reseal(PaperWords("his"), box=box, shelf="B")

    stored = Paper.objects.get(id=paper.id).open(box)
    assert (stored.words.text, stored.version, stored.shelf) == ("hers", 2, "A")


def test_a_row_moves_to_another_lockbox_when_it_is_resealed(box, tamsin, delphine):
    other = make_lockbox("file", people=[tamsin.id, delphine.id])
    paper = a_paper(box)

    paper.reseal(PaperWords("moved"), box=sealing(other.id))

    stored = Paper.objects.get(id=paper.id)
    assert stored.lockbox_id == other.id
    assert stored.open(other).words.text == "moved"


def test_a_saved_row_is_never_saved_over(box):
    paper = a_paper(box)

    for names in (None, ["sealed"], ["version", "shelf"], ["lockbox"]):
        with pytest.raises(RuntimeError):
            paper.save(update_fields=names)
    paper.shelf = "B"
    paper.save(update_fields=["shelf"])

    assert Paper.objects.get(id=paper.id).shelf == "B"


def test_a_saved_row_is_not_sealed_as_new(box):
    paper = a_paper(box)

    with pytest.raises(RuntimeError):
        paper.seal(PaperWords("again"), box=box)


def test_a_row_read_again_is_sealed_again(box):
    paper = a_paper(box)

    paper.refresh_from_db()

    with pytest.raises(StillSealed):
        paper.words  # noqa: B018


@given(some.binary(max_size=9000))
def test_padding_comes_off_as_it_went_on(data):
    assert unpad(pad(data)) == data


@given(some.integers(0, 20_000))
def test_length_shows_a_bucket_and_nothing_else(size):
    padded = len(pad(bytes(size)))

    assert padded in BUCKETS or padded % 4096 == 0
    assert padded >= size


def test_yes_and_no_and_a_short_sentence_have_one_length(box):
    lengths = {
        len(Paper().seal(PaperWords(text), box=box).sealed) for text in ("", "no", "yes, and soon")
    }

    assert len(lengths) == 1


@given(some.binary(min_size=0, max_size=80))
def test_bytes_that_were_never_padded_are_refused_or_shorter(data):
    with suppress(CannotOpen):
        assert len(unpad(data)) <= len(data)


def test_a_field_added_later_takes_its_default():
    old = to_json(PaperWords("kept", names=("Kim",)))

    assert from_json(NewerWords, old) == NewerWords("kept", "white")


def test_words_come_back_as_what_they_were():
    said = PaperWords("x", on=date(2026, 3, 3), rules=(Rule("text", date(2026, 4, 4)),))

    assert from_json(PaperWords, to_json(said)) == said


def test_many_rows_open_with_few_queries(box, tamsin, django_assert_max_num_queries):
    papers = [a_paper(box, f"note {n}") for n in range(20)]
    open_lockbox(box.id, by=tamsin)

    with django_assert_max_num_queries(3):
        opened = open_many(list(papers), by=tamsin)

    assert [each.words.text for each in opened] == [f"note {n}" for n in range(20)]


def test_rows_open_without_making_objects(box, tamsin):
    paper = a_paper(box, "plain")
    values = Paper.objects.values_list("id", "version", "lockbox_id", "sealed")

    found = dict(Paper.open_values(values, open_lockboxes([box.id], by=tamsin)))

    assert found[paper.id].text == "plain"


def test_rows_of_others_are_left_out(box, wren):
    assert open_many([a_paper(box)], by=wren) == []


def test_open_things_show_nothing_when_printed(box, tamsin):
    shown = repr(box) + repr(tamsin.keys) + repr(sealing(box.id))

    assert box.key.hex() not in shown
    assert repr(box.key) not in shown
    assert repr(box.secret) not in shown
    assert repr(tamsin.keys) == "<OpenKeys>"


def test_the_column_holds_no_word_of_the_document(box):
    paper = a_paper(box, "Kim from the salon")

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM sealed_paper WHERE id IS NOT NULL")
        stored = [bytes(row[0]) for row in cursor.fetchall()]

    assert stored == [bytes(paper.sealed)]
    assert b"Kim" not in stored[0]


@given(some.binary(max_size=40), some.binary(max_size=40), some.binary(max_size=40))
def test_what_a_document_is_bound_to_cannot_be_split_another_way(one, two, three):
    assert (cipher.bind(one, two) == cipher.bind(one, three)) == (two == three)
    assert cipher.bind(one, two, three) != cipher.bind(one + two, three)
