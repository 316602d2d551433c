"""Every word that a page of ours says is marked for translation.

Templates are taken apart by Django's own lexer and an HTML parser: what is left outside
`{% translate %}` and `{% blocktranslate %}` is no word. In Python it is looked for where words
become a page: labels, hints, refusals, messages, names of choices. A ledger verb is not among them:
its text is what stands in the line.
"""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "accompany"
# Pages about the look itself, in demo folders only, read by whoever builds.
SPECIMENS = {PACKAGE / "house/templates/house/look.html", PACKAGE / "house/specimen.py"}
TEMPLATES = sorted(
    path
    for kind in ("html", "txt")
    for path in PACKAGE.rglob(f"templates/**/*.{kind}")
    if path not in SPECIMENS
)
SOURCES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path not in SPECIMENS
    and not {"tests", "testing", "migrations", "commands", "demo", "packs"} & set(path.parts)
    and path.name not in {"settings.py", "cli.py", "testing.py", "apps.py"}
]
SCRIPTS = sorted(PACKAGE.rglob("static/**/*.js"))

# What stands as it is in every language.
NAMES = {
    "Accompany",  # the software
    "STOP",  # what a telephone company understands
    "START",
    "HELP",
    "CSV",
    "PDF",
    "FHIR",
    "h",
    "px",
}
# A work's own title, as its artist wrote it.
TITLES = {"Two chairs"}

SAID_IN = {"title", "alt", "aria-label", "aria-description", "aria-roledescription", "placeholder"}
SAYING = {"translate", "trans", "blocktranslate", "blocktrans"}
NOT_SAYING = {
    *("load", "extends", "include", "url", "static", "url_if", "icon", "csrf_token", "querystring"),
    *("if", "elif", "for", "block", "endblock", "get_current_language", "cycle", "now"),
}
INSIDE_A_TAG = re.compile(r"block \w*(attrs|class|robots)$")  # such a block holds no words
LITERAL = re.compile(r"""(?<![_(\w])(?:"([^"]*)"|'([^']*)')""")
WORDS = re.compile(r"[^\W\d_]{2,}")


def name_of(path):
    return str(path.relative_to(ROOT))


def is_a_word(text):
    return any(each not in NAMES for each in WORDS.findall(text))


def is_said(text):
    """Whether a literal in code is meant for eyes: several words, or one with a capital."""
    text = text.strip()
    return is_a_word(text) and bool(re.match(r"[A-Z][a-z]+\b(?![_./:-])|\S*[a-z’] [\w’]", text))


# Templates


class Said(HTMLParser):
    """Text and spoken attributes of a page whose tags are gone."""

    def __init__(self):
        super().__init__()
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "style"):
            self.silent += 1
        given = dict(attributes)
        said = [given.get(name) or "" for name in SAID_IN]
        if tag == "meta" and given.get("name") == "description":
            said.append(given.get("content") or "")
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            said.append(given.get("value") or "")
        self.found += [each for each in said if is_a_word(each)]

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.silent -= 1

    def handle_data(self, data):
        said = " ".join(data.split())
        if not self.silent and said not in TITLES and is_a_word(said):
            self.found.append(said)


def unmarked(source):
    """What a template says outside of what is marked."""
    kept, found, inside, depth = [], [], "", 0
    for token in Lexer(source).tokenize():
        tag = (token.contents.split(None, 1) or [""])[0]
        if token.token_type == TokenType.BLOCK:
            if tag == "block" and (depth or INSIDE_A_TAG.match(token.contents)):
                depth += 1
            elif tag == "endblock":
                depth = max(0, depth - 1)
            if inside:
                inside = "" if tag == f"end{inside}" else inside
            elif tag in ("comment", "blocktranslate", "blocktrans"):
                inside = tag
            if tag not in SAYING:
                found += said_by_a_tag(tag, token.contents)
        elif token.token_type == TokenType.VAR and not inside:
            found += said_by_a_tag("", token.contents)
        elif token.token_type == TokenType.TEXT and not inside and not depth:
            kept.append(token.contents)
    page = Said()
    page.feed("".join(kept))
    page.close()
    return found + page.found


def said_by_a_tag(tag, contents):
    """Words handed on by a tag or a filter: `with says="Nothing here"`, `|default:"None yet"`."""
    literals = [a or b for a, b in LITERAL.findall(contents)]
    if tag in NOT_SAYING:
        literals = literals if " with " in contents else []
    return [each for each in literals if is_said(each)]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_says_nothing_unmarked(path):
    assert unmarked(path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<p>{% translate "Hello" %} 24/7 · {{ name }}</p>', []),
        ("{% blocktranslate %}Call {{ number }}{% endblocktranslate %}", []),
        ("<p>Call {{ number }}</p>", ["Call"]),
        ('<a title="Go back" href="{% url "home" %}"></a>', ["Go back"]),
        ('<input type="submit" value="Send">', ["Send"]),
        ('{% include "a/b.html" with says="Nothing here" kind="care" %}', ["Nothing here"]),
        ('{{ name|default:"Nobody yet" }}', ["Nobody yet"]),
        ('{{ name|default:_("Nobody yet") }}', []),
        ("{# A note for whoever builds #}{% comment %}And one more{% endcomment %}", []),
        ("<script>const a = 'not said'</script>", []),
        ("<p{% block an_attrs %} data-flat{% block a_class %}x{% endblock %}{% endblock %}>", []),
    ],
)
def test_what_is_looked_for_is_found(source, words):
    assert unmarked(source) == words


# Python

SAID_AS = {
    *("label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "heading"),
    *("message", "label_suffix", "her_words"),
}
SAID_TO = re.compile(
    r"(^|\.)(messages\.(success|error|warning|info)|add_error|ValidationError|mark_oops)$"
)
FIELDS = re.compile(r"(^models\.\w+Field|(Refusal|Error404)$)")
SPOKEN_ATTRIBUTES = {"placeholder", "aria-label", "title", "aria-description"}


def spoken_literals(node):
    """The string constants that a value is made of, when it is not marked."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(each.value for each in node.values if isinstance(each, ast.Constant))]
    if isinstance(node, ast.BinOp):
        return spoken_literals(node.left) + spoken_literals(node.right)
    if isinstance(node, ast.IfExp):
        return spoken_literals(node.body) + spoken_literals(node.orelse)
    if isinstance(node, ast.Dict):
        return [each for value in node.values for each in spoken_literals(value)]
    if isinstance(node, ast.List | ast.Tuple):
        return [each for value in node.elts for each in spoken_literals(value)]
    return []


def said_in(tree):
    """Every value in this module that becomes words on a page."""
    reasons = {id(each) for each in reasons_of(tree)}
    for node in ast.walk(tree):
        if id(node) in reasons:
            continue
        if isinstance(node, ast.Call):
            yield from said_by_a_call(node)
        elif isinstance(node, ast.ClassDef):
            yield from said_by_a_class(node)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in SPOKEN_ATTRIBUTES:
                    yield value


def reasons_of(tree):
    """Why a column is in the clear is written for whoever reads the inventory, not on a page."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "in_the_clear":
            yield node.value


def said_by_a_call(node):
    called = ast.unparse(node.func)
    for each in node.keywords:
        if each.arg in SAID_AS or each.arg == "error_messages":
            yield each.value
        if each.arg == "choices" and isinstance(each.value, ast.List | ast.Tuple):
            yield from (e.elts[-1] for e in each.value.elts if isinstance(e, ast.Tuple))
    if SAID_TO.search(called):
        yield from node.args[-1:]
    if FIELDS.search(called):
        yield from node.args[:1]


def said_by_a_class(node):
    bases = {ast.unparse(each) for each in node.bases}
    for each in node.body:
        if not isinstance(each, ast.Assign | ast.AnnAssign) or each.value is None:
            continue
        targets = each.targets if isinstance(each, ast.Assign) else [each.target]
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        if names & SAID_AS:
            yield each.value
        if any(base.endswith("Choices") for base in bases) and isinstance(each.value, ast.Tuple):
            yield each.value.elts[-1]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_words_of_a_form_a_refusal_or_a_message_are_unmarked(path):
    said = [
        each for value in said_in(ast.parse(path.read_text())) for each in spoken_literals(value)
    ]

    assert [each for each in said if is_a_word(each)] == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a = forms.CharField(label='Your name')", ["Your name"]),
        ("a = forms.CharField(label=_('Your name'))", []),
        ("class No(Refusal):\n    message = 'Not now.'", ["Not now."]),
        ("messages.success(request, f'{name} is here')", [" is here"]),
        ("messages.success(request, _('%(n)s is here') % {'n': name})", []),
        ("raise ValidationError({'a': 'Not this'})", ["Not this"]),
        ("class K(TextChoices):\n    A = 'a', 'One way'", ["One way"]),
        ("w = Textarea(attrs={'placeholder': 'Write here', 'rows': 3})", ["Write here"]),
    ],
)
def test_what_is_looked_for_in_python_is_found(source, words):
    values = said_in(ast.parse(source))

    assert [w for value in values for w in spoken_literals(value)] == words


# Scripts


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_takes_its_words_from_the_page(path):
    code = re.sub(r"(^|\s)//.*$|/\*.*?\*/", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    strings = re.findall(r"'([^'\n]*)'|\"([^\"\n]*)\"|`([^`]*)`", code)

    assert [
        each for found in strings for each in found if re.match(r"[A-Z][a-z]+ [a-z]", each)
    ] == []
