"""A code on a slip: short, forgiving to whoever types it, and stored nowhere."""

import re

import pytest

from accompany.sealed import slips
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.tests.paper import a_paper


def test_a_code_has_forty_bits_in_two_groups():
    codes = {slips.new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", each) for each in codes)


@pytest.mark.parametrize("typed", ["01AB-10ZZ", "o1ab loZz", " 01AB10ZZ ", "OIAB–LOZZ"])
def test_a_code_is_known_however_it_is_typed(typed):
    assert slips.clean(typed) == "01AB10ZZ"


@pytest.mark.parametrize(
    "typed", ["", "01AB", "01AB-10ZZ-1", "UUUU-UUUU", "\0" * 8, "٠١٢٣٤٥٦٧", "🙂" * 8]
)
def test_what_can_be_no_code_is_none(typed):
    assert slips.clean(typed) is None


def test_words_open_with_the_code_on_this_host_for_this_row(box, settings, tmp_path):
    paper, other = a_paper(box), a_paper(box)

    locked = slips.lock("01AB10ZZ", "Porch light", row=paper)

    assert b"Porch" not in locked
    assert slips.unlock("01AB10ZZ", locked, row=paper) == "Porch light"
    for code, row in (("01AB10ZX", paper), ("01AB10ZZ", other)):
        with pytest.raises(CannotOpen):
            slips.unlock(code, locked, row=row)
    digest = slips.digest("01AB10ZZ")
    settings.HOST = tmp_path / "thief"
    assert slips.digest("01AB10ZZ") != digest
    with pytest.raises(CannotOpen):
        slips.unlock("01AB10ZZ", locked, row=paper)
