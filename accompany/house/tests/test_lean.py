"""What is served of styles and scripts says the same, and nothing of its writers' notes."""

from pathlib import Path

import pytest
from django.conf import settings

from accompany.house.lean import lean

OURS = sorted(
    path
    for path in Path(settings.HERE).glob("*/static/**/*")
    if path.suffix in (".css", ".js") and path.is_file()
)


def test_a_note_in_a_style_goes_and_a_string_that_looks_like_one_stays():
    style = b"""
    /* why */ a::before { content: "/* not a note */"; /* a note
    of two lines */ background: url(/a/*b*/c.svg) }
    b { content: '\\'/*'; }
    """

    served = lean(style, ".css").decode()

    assert "why" not in served
    assert "of two lines" not in served
    assert '"/* not a note */"' in served
    assert "url(/a/*b*/c.svg)" in served
    assert "'\\'/*'" in served


def test_only_whole_lines_of_notes_leave_a_script():
    script = b"""
  // a note
  const a = 'http://example.org' // kept with its line
  const b = /\\/\\//.test('//')
"""

    served = lean(script, ".js").decode()

    assert "a note" not in served
    assert served.splitlines()[0] == "const a = 'http://example.org' // kept with its line"
    assert served.splitlines()[1] == "const b = /\\/\\//.test('//')"


@pytest.mark.parametrize(
    "script",
    [
        b"const a = `\n  // said\n  `\n",
        b"/*\n  // said */ go()\n",
        b"const a = 'one \\\n  // two'\n",
    ],
)
def test_a_script_with_a_text_of_several_lines_is_served_as_it_is(script):
    assert lean(script, ".js") == script


def test_what_is_neither_is_served_as_it_is():
    assert lean(b"<svg>  /* a */\n</svg>", ".svg") == b"<svg>  /* a */\n</svg>"


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_file_of_ours_keeps_its_rules_and_becomes_no_longer(path):
    whole = path.read_bytes()

    served = lean(whole, path.suffix)

    assert len(served) < len(whole)
    assert lean(served, path.suffix) == served
    if path.suffix == ".css":
        assert served.count(b"{") == served.count(b"}") > 0
        assert b"/*" not in served
