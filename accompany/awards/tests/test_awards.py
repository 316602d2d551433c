"""Awards, fiscal years, and funders' lists as dated rows."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from accompany.awards import access
from accompany.awards.loading import load
from accompany.awards.models import Code, CodeMap, Measure, Scheme, Threshold
from accompany.awards.periods import Period, fiscal_start, fiscal_year, quarter, quarters
from accompany.awards.testing import make_award

TODAY = date(2026, 11, 21)


def test_dated_data_are_there_after_migrating_and_load_once():
    before = [model.objects.count() for model in (Code, CodeMap, Measure, Threshold)]

    assert load() == 0
    assert [model.objects.count() for model in (Code, CodeMap, Measure, Threshold)] == before


def test_a_label_that_was_corrected_is_corrected_again():
    Code.objects.filter(scheme=Scheme.VOCA_VA, code="C7").update(label="Money")

    assert load() == 1
    assert Code.objects.get(scheme=Scheme.VOCA_VA, code="C7").label.startswith("Emergency")


def test_the_form_has_its_lists_complete():
    sizes = {
        name: len(access.codes(Scheme.VOCA_VA, name, TODAY))
        for name in ("category", "service", "victimization", "race", "gender", "age", "special")
    }

    assert sizes == {
        "category": 5,
        "service": 35,
        "victimization": 26,
        "race": 10,
        "gender": 5,
        "age": 7,
        "special": 8,
    }


def test_age_bands_touch_and_do_not_overlap():
    bands = [row.code for row in access.codes(Scheme.VOCA_VA, "age", TODAY)][:5]
    ends = [band.removesuffix("+").split("-") for band in bands]

    assert [int(end[0]) for end in ends[1:]] == [int(end[1]) + 1 for end in ends[:-1]]


def test_each_of_our_services_counts_somewhere_on_the_form():
    ours = {service.code for service in access.service_catalog(TODAY)}
    places = access.code_map(Scheme.VOCA_VA, "service", TODAY)
    form = {row.code for row in access.codes(Scheme.VOCA_VA, "service", TODAY)}

    assert set(places) == ours
    assert set(places.values()) <= form


def test_facts_are_asked_in_the_codes_of_the_form():
    from accompany.participants import codes

    for name, asked in (
        ("race", codes.RACE),
        ("gender", codes.GENDER),
        ("age", codes.AGE),
        ("special", codes.SPECIAL),
        ("victimization", codes.VICTIMIZATION),
    ):
        known = {row.code for row in access.codes(Scheme.VOCA_VA, name, TODAY)}
        assert {each.code for each in asked} <= known, name


def test_a_code_holds_from_its_first_day_to_its_last():
    Code.objects.filter(scheme=Scheme.OWN, code="movement").update(valid_to=date(2026, 6, 30))

    assert "movement" in {each.code for each in access.service_catalog(date(2026, 6, 30))}
    assert "movement" not in {each.code for each in access.service_catalog(date(2026, 7, 1))}
    assert access.service_label("movement") == "Movement group"


def test_a_service_nobody_knows_is_shown_by_its_code():
    assert access.service_label("unknown") == "unknown"


def test_the_question_that_changed_in_2025_says_so():
    assert all("compare" in row.verify for row in access.codes(Scheme.VOCA_VA, "gender", TODAY))


def test_the_public_and_partners_get_none_from_1_to_10():
    for reader in ("public", "partner"):
        rule = access.threshold(reader, TODAY)
        assert (rule.low, rule.high, rule.withholds) == (1, 10, True)
    assert access.threshold("funder", TODAY).withholds is False


def test_a_reader_nobody_decided_about_has_no_threshold():
    with pytest.raises(Threshold.DoesNotExist):
        access.threshold("anybody", TODAY)


def test_an_award_is_there_on_its_days_alone():
    award = make_award(first_day=date(2025, 10, 1), last_day=date(2026, 9, 30))

    assert list(access.active_awards(date(2026, 9, 30))) == [award]
    assert list(access.active_awards(date(2026, 10, 1))) == []
    assert access.award(award.id) == award


def test_an_award_that_is_not_there_looks_like_none():
    with pytest.raises(Http404):
        access.award(uuid4())


@pytest.mark.parametrize(
    "wrong",
    [{"last_day": date(2020, 1, 1)}, {"fiscal_start_month": 13}, {"fiscal_start_month": 0}],
)
def test_an_impossible_award_cannot_be_kept(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_award(**wrong)


def test_the_federal_fiscal_year_starts_in_october():
    assert fiscal_start(date(2026, 9, 30), start_month=10) == date(2025, 10, 1)
    assert fiscal_start(date(2026, 10, 1), start_month=10) == date(2026, 10, 1)
    assert fiscal_year(date(2026, 10, 1), start_month=10) == 2027
    assert fiscal_year(date(2026, 3, 1), start_month=1) == 2026


def test_quarters_follow_each_other_without_a_gap():
    found = quarters(date(2024, 11, 5), date(2026, 2, 1), start_month=10)

    assert found[0] == Period(date(2024, 10, 1), date(2024, 12, 31))
    assert found[-1] == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert [p.first.toordinal() for p in found[1:]] == [p.last.toordinal() + 1 for p in found[:-1]]
    assert quarter(date(2026, 2, 28), start_month=10) == found[-1]
    assert [m.month for m in found[-1].months] == [1, 2, 3]


def test_every_question_of_the_form_says_what_we_count():
    measures = access.measures(Scheme.VOCA_VA, TODAY)

    assert {"Q1", "Q2", "Q3", "Q4A", "Q4B", "Q4C", "Q5A", "Q5B", "Q5C", "Q6", "Q7", "Q8"} <= set(
        measures
    )
    assert all(measure.definition for measure in measures.values())
