"""`ledger verify` knows each sealed row's last version, and what was erased with reason."""

from uuid import uuid4

import pytest

from accompany.ledger.lines import HOUSE, head, record, record_rows
from accompany.ledger.models import Line
from accompany.ledger.verbs import Verb
from accompany.ledger.verify import verify, versioned_models
from accompany.sealed.documents import SealedRow
from accompany.sealed.lockboxes import sealing
from accompany.sealed.tests.paper import Paper, PaperWords, a_paper

WROTE = Verb("wrote a paper in a test")
LOOKED = Verb("looked at a paper in a test", is_look=True)
ERASED = Verb("erased papers in a test", erases=True)


def write(box, text="first", subject=None):
    paper = a_paper(box, text)
    record(WROTE, paper, by=HOUSE, subject=subject)
    return paper


def rewrite(paper, box, text):
    paper.reseal(PaperWords(text), box=box)
    record(WROTE, paper, by=HOUSE)


def check():
    return verify(tables=[Paper])


def stored(paper):
    return Paper.objects.filter(id=paper.id).values().get()


def put_back(row):
    Paper.objects.filter(id=row["id"]).delete()
    Paper.objects.bulk_create([Paper(**row)])


def test_rows_as_their_lines_say_are_whole(box):
    paper = write(box)
    rewrite(paper, box, "second")

    report = check()

    assert report.is_whole
    assert report.rows == 1


def test_a_whole_row_put_back_words_and_version_is_named(box):
    paper = write(box)
    older = stored(paper)
    rewrite(paper, box, "second")

    put_back(older)

    assert Paper.objects.get(id=paper.id).open(box).words.text == "first"
    found = check().first
    assert (found.table, found.row) == ("sealed_paper", paper.id)
    assert "put back to version 1 of 2" in found.sentence


def test_looking_at_a_row_that_was_put_back_does_not_hide_it(box):
    paper = write(box)
    older = stored(paper)
    rewrite(paper, box, "second")
    put_back(older)

    record(LOOKED, Paper.objects.get(id=paper.id), by=HOUSE)

    assert check().first.row == paper.id


def test_a_row_changed_without_a_line_is_named(box):
    paper = write(box)
    paper.reseal(PaperWords("second"), box=box)

    assert "its last line says 1" in check().first.sentence


def test_words_forged_under_the_same_version_are_named(box):
    """A lockbox's public half is public: a database writer could seal to it."""
    paper = write(box)
    forged = Paper(id=paper.id).seal(PaperWords("forged"), box=sealing(box.id)).sealed
    Paper.objects.filter(id=paper.id).update(sealed=forged)
    assert Paper.objects.get(id=paper.id).open(box).words.text == "forged"

    assert "other bytes" in check().first.sentence


def test_recording_another_act_on_a_forged_row_does_not_hide_it(box):
    paper = write(box)
    forged = Paper(id=paper.id).seal(PaperWords("forged"), box=sealing(box.id)).sealed
    Paper.objects.filter(id=paper.id).update(sealed=forged)

    record(WROTE, Paper.objects.get(id=paper.id), by=HOUSE)

    assert check().first.row == paper.id


def test_a_row_in_no_line_is_named(box):
    paper = a_paper(box)

    assert check().first.row == paper.id


def test_a_row_taken_away_is_named(box):
    paper = write(box)
    Paper.objects.filter(id=paper.id).delete()

    found = check().first

    assert found.row == paper.id
    assert "is gone" in found.sentence


def test_a_row_erased_by_itself_is_gone_with_reason(box):
    paper = write(box)
    record(ERASED, paper, by=HOUSE)
    Paper.objects.filter(id=paper.id).delete()

    assert check().is_whole


def test_rows_of_a_subject_who_was_erased_are_gone_with_reason(box):
    her, another = uuid4(), uuid4()
    write(box, subject=her)
    write(box, subject=her)
    other = write(box, subject=another)
    Paper.objects.all().delete()
    record(ERASED, by=HOUSE, subject=her)

    report = check()

    assert [finding.row for finding in report.findings] == [other.id]


def test_a_row_written_after_an_erasure_is_not_excused_by_it(box):
    her = uuid4()
    record(ERASED, by=HOUSE, subject=her)
    later = write(box, subject=her)
    Paper.objects.all().delete()

    assert check().first.row == later.id


def test_many_rows_have_one_line_each(box, django_assert_max_num_queries):
    papers = [a_paper(box, f"note {n}") for n in range(30)]

    with django_assert_max_num_queries(4):
        lines = record_rows(WROTE, papers, by=HOUSE, subject=uuid4())

    assert [line.row for line in lines] == [paper.id for paper in papers]
    assert head() == (lines[-1].seq, lines[-1].hash)
    assert check().is_whole


def test_a_rows_own_subject_is_the_default(box):
    class Named(Paper):
        class Meta:
            proxy = True
            apps = Paper._meta.apps
            app_label = "sealed"

        ledger_subject = uuid4()

    paper = Named().seal(PaperWords("x"), box=box)
    paper.save()

    assert record(WROTE, paper, by=HOUSE).subject == Named.ledger_subject
    assert Line.objects.get(row=paper.id).version == 1


def test_a_row_without_a_uuid_is_not_named_as_a_row():
    with pytest.raises(TypeError):
        record(WROTE, Line(seq=1), by=HOUSE)


def test_every_sealed_table_of_the_house_is_walked():
    walked = set(versioned_models())

    assert all(issubclass(model, SealedRow) for model in walked)
