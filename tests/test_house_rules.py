"""Rules of the house that an import contract cannot say."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "accompany"
SOURCES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "tests" not in path.parts and "migrations" not in path.parts
]
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
SCRIPTS = sorted(PACKAGE.rglob("static/**/*.js"))
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "services", "managers", "signals", "misc", "common"}


def name_of(path):
    return str(path.relative_to(ROOT))


def calls(path):
    """The dotted names of everything a module calls."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_a_file_is_named_after_what_it_knows():
    assert [name_of(p) for p in SOURCES if p.stem in NAMES_THAT_SAY_NOTHING] == []


def test_time_comes_from_the_clock_alone():
    asked = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|timezone\.now)$")
    found = [
        f"{name_of(path)}: {call}"
        for path in SOURCES
        if path != PACKAGE / "clock.py"
        for call in calls(path)
        if asked.search(call)
    ]

    assert found == []


def test_nothing_marks_markup_as_safe_by_itself():
    """A template escapes what people said. Our own drawings are the exception, and are listed."""
    trusted = {
        "accompany/house/charts.py",
        "accompany/house/icons.py",
        "accompany/house/templatetags/house.py",
        "accompany/staff/factors.py",
        "accompany/website/structured.py",
        "accompany/website/templatetags/website.py",
    }
    found = {
        name_of(path)
        for path in SOURCES
        for call in calls(path)
        if call.endswith(("mark_safe", "SafeString"))
    }

    assert found <= trusted


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_keeps_to_the_policy(path):
    text = path.read_text()

    assert not re.search(r"\sstyle\s*=", text), "no inline style: the policy drops it"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "no inline handler"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "no inline script"
    assert "<style" not in text
    assert not re.search(r"\|\s*safe\b|autoescape off", text), "what people said is escaped"
    assert "javascript:" not in text
    assert not re.search(r"(src|href)=[\"'](https?:)?//", text), "nothing from elsewhere"


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_keeps_to_the_policy(path):
    text = path.read_text()

    assert not re.search(r"\beval\(|new Function|document\.write|https?://", text)
    assert "localStorage" not in text
    assert "document.cookie" not in text


def test_no_row_has_an_order_of_its_own():
    ours = [m for m in apps.get_models() if m.__module__.startswith("accompany.")]

    assert [m.__name__ for m in ours if m._meta.ordering] == []


def test_a_row_says_its_id_and_not_a_name():
    told = re.compile(r"self\.(\w*name|words|title|called|text)\b")
    found = []
    for path in sorted(PACKAGE.glob("*/models.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name == "__str__":
                body = ast.unparse(node)
                if told.search(body) and path.parent.name not in ("sealed", "house", "awards"):
                    found.append(f"{name_of(path)}: {body}")

    assert found == []


def test_every_constraint_has_a_sentence_for_a_name():
    named = [
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("accompany.")
        for constraint in model._meta.constraints
    ]

    assert [name for name in named if name.count("_") < 2] == []


def test_every_stream_has_an_address_that_the_server_knows():
    """Asynchronous views run on the stream handler; everything else on page threads."""

    def below(patterns, above=""):
        for each in patterns:
            address = above + str(each.pattern)
            if hasattr(each, "url_patterns"):
                yield from below(each.url_patterns, address)
            else:
                yield address.rstrip("$"), each.callback

    for address, view in below(get_resolver().url_patterns):
        is_stream = bool(getattr(view, "_is_coroutine_marker", None)) or (
            view.__code__.co_flags & 0x80 if hasattr(view, "__code__") else False
        )
        assert bool(is_stream) == address.endswith("/live/"), address


def test_lock_files_hold_versions_and_hashes_and_no_address():
    for lock in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / lock).read_text().splitlines()
        assert not [line for line in lines if line.startswith("-") or "://" in line]
        pinned = [line for line in lines if "==" in line]
        assert len(pinned) > 20
        assert all(line.endswith("\\") for line in pinned), "each has its hashes"


def test_every_test_the_threat_model_names_is_there():
    named = re.findall(r"`(test_\w+)`", (ROOT / "docs" / "threat-model.md").read_text())
    written = {
        test
        for top in ("accompany", "tests")
        for path in (ROOT / top).rglob("test_*.py")
        for test in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    }

    assert named
    assert [test for test in named if test not in written] == []


def test_any_type_has_its_reason_beside_it_or_where_it_is_imported():
    assert [each for path in SOURCES for each in any_without_a_reason(path)] == []


def any_without_a_reason(path):
    lines = ["", *path.read_text().splitlines(), ""]
    if any("import" in line and "# Any: " in line for line in lines):
        return
    for node in ast.walk(ast.parse(path.read_text())):
        is_any = isinstance(node, ast.Name) and node.id == "Any"
        if is_any and "#" not in "".join(lines[node.lineno - 1 : node.lineno + 2]):
            yield f"{name_of(path)}:{node.lineno}"


def test_what_a_checker_is_told_to_overlook_has_its_reason():
    told = re.compile(r"# (?:noqa|type: ignore)(?:: ?[A-Z0-9, ]+|\[[a-z, -]+\])?\s*(?P<why>.*)$")
    bare = [
        f"{name_of(path)}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text().splitlines()
        if (found := told.search(line)) and len(found["why"].strip("# ")) < 4
    ]

    assert bare == []
