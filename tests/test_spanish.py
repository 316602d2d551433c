"""Spanish is complete wherever somebody may read us without a key, and its catalog is sound.

Which strings those are is found here: every template that is drawn as a public page, with all it
includes, and the modules whose words such a page shows. A new public page joins by itself; a new
module with a public door must be put into one of the two lists below.
"""

import ast
import re
from collections import Counter
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import pofile
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "accompany"
CATALOG = PACKAGE / "locale" / "es" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOG.with_suffix(".mo")
TEMPLATES = {
    str(path).rpartition("/templates/")[2]: path for path in PACKAGE.rglob("templates/**/*.html")
}

# A template that extends one of these is a public page.
PUBLIC = {"house/public.html"}
# Such pages that no visitor meets: the look's specimen and the demo's telephone.
NOT_FOR_VISITORS = {"house/look.html", "helpline/phone.html", "helpline/phones.html"}
# Drawn by the name of a block, a form or a tag, not by an `include` that can be followed.
ALSO = ("house/forms/*.html", "house/parts/*.html", "website/blocks/*.html", "website/parts/*.html")

# Whose words are shown in public.
PUBLIC_MODULES = [
    "contact/models.py",
    "contact/views/public.py",
    "gallery/views/public.py",
    "house/headers.py",
    "house/numbers.py",
    "house/origin.py",
    "house/presence.py",
    "house/templatetags/house.py",
    "house/views.py",
    "helpline/access.py",
    "helpline/actions/chats.py",
    "helpline/views/chat.py",
    "website/access.py",
    "website/templatetags/website.py",
    "website/found.py",
    "website/views.py",
]
# Classes and functions of which a visitor reads a word; the rest of these files is the desk's.
PUBLIC_PARTS = {
    "contact/actions.py": {"NobodyToRead"},
    "contact/forms.py": {"LetterForm", "not_too_long"},
    "gallery/access.py": {"_said"},
    "gallery/forms.py": {"CodeForm", "TakeBackForm"},
    "gallery/models/consents.py": {"Use"},
    "gallery/models/works.py": {"credited"},
    "helpline/forms.py": {"ChatForm"},
    "house/forms.py": {"WordsField"},
}
# Public doors that colleagues alone go through, that machines call, or of a demo.
NOT_PUBLIC_WORDS = {
    "house/health.py",
    "helpline/views/hooks.py",
    "helpline/views/phone.py",
    "staff/views/colleagues.py",
    "staff/views/signing_in.py",
    "website/cms.py",
}

PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}")


def catalog():
    with CATALOG.open("rb") as file:
        return pofile.read_po(file)


# What is said in public


def public_templates():
    """Every template that a visitor's page is made of."""
    found = {name for name in TEMPLATES if is_public(name)}
    for pattern in ALSO:
        found |= {name for name in TEMPLATES if Path(name).match(pattern)}
    ahead = list(found)
    while ahead:
        text = TEMPLATES[ahead.pop()].read_text()
        for name in re.findall(r"""\{% (?:include|extends) ["']([^"']+)["']""", text):
            if name in TEMPLATES and name not in found:
                found.add(name)
                ahead.append(name)
    return sorted(found)


def is_public(name):
    if name in NOT_FOR_VISITORS:
        return False
    parent = re.search(r"""\{% extends ["']([^"']+)["']""", TEMPLATES[name].read_text())
    above = parent[1] if parent and parent[1] != name else ""  # the CMS's extend their own twins
    return name in PUBLIC or (above in TEMPLATES and is_public(above))


def said_in_template(name):
    """The message ids of a template, as Django asks the catalog for them."""
    source = TEMPLATES[name].read_text()
    template = engines["django"].from_string(source).template
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        if isinstance(node.filter_expression.var.literal, str):
            yield node.filter_expression.var.literal
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        singular = node.render_token_list(node.singular)[0]
        if node.plural:
            yield singular, node.render_token_list(node.plural)[0]
        else:
            yield singular
    yield from re.findall(r"""_\("([^"]+)"\)""", source)


MARKS = {"_", "gettext", "gettext_lazy"}


def said_in_module(name, only=None):
    """The message ids of a module, or of these classes and functions of it."""
    tree = ast.parse((PACKAGE / name).read_text())
    if only:
        kept = [
            node
            for node in tree.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in only
        ]
        assert {node.name for node in kept} == only
        tree = ast.Module(body=kept, type_ignores=[])
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in MARKS:
            yield node.args[0].value
        elif called in ("ngettext", "ngettext_lazy"):
            yield node.args[0].value, node.args[1].value


def said_in_public():
    """Every message id that a visitor may read, and where it stands."""
    found = {}
    for name in public_templates():
        for id in said_in_template(name):
            found.setdefault(id, name)
    for name in PUBLIC_MODULES:
        if (PACKAGE / name).exists():
            for id in said_in_module(name):
                found.setdefault(id, name)
    for name, only in PUBLIC_PARTS.items():
        for id in said_in_module(name, only):
            found.setdefault(id, name)
    return found


def test_everything_said_in_public_is_said_in_spanish():
    spanish = catalog()
    missing = {}
    for id, where in said_in_public().items():
        found = spanish.get(id)
        words = found.string if found else ""
        said = words if isinstance(words, tuple) else (words,)
        if not all(said) or (isinstance(id, tuple) and len(said) != 2):
            missing[id] = where

    assert missing == {}


def test_the_public_words_are_found_where_they_are():
    found = said_in_public()

    assert found["Leave this site"].startswith("house/")
    assert ("%(words)s of us is here right now.", "%(words)s of us are here right now.") in found
    assert "This chat is over. You can start a new one any time." in found
    assert "We can’t find that page" in found
    assert "Coming up" in found
    assert found["Consent taken back: %(use)s."] == "gallery/access.py"
    assert "%(name)s is with them. Ask %(name)s to hand over, or write a note." not in found


def test_whoever_opens_a_public_door_says_whether_its_words_are_public():
    doors = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts and re.search(r"^@public$", path.read_text(), re.MULTILINE)
    }

    assert doors - set(PUBLIC_MODULES) - NOT_PUBLIC_WORDS == set()


# The catalog


def messages():
    return [each for each in catalog() if each.id]


def pairs(message):
    """Each translation beside what it translates; a plural beside either of the two."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return [(id, words) for id, words in zip(ids, said, strict=True) if words]


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = Counter()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found[tag, *(f"{k}={v}" for k, v in attributes)] += 1

    def handle_endtag(self, tag):
        self.found[f"/{tag}"] += 1


def test_a_translation_keeps_the_places_for_names_and_numbers():
    changed = [
        (id, words)
        for message in messages()
        for id, words in pairs(message)
        if set(PLACEHOLDER.findall(id)) != set(PLACEHOLDER.findall(words))
        and not (isinstance(message.id, tuple) and words == message.string[0])
    ]

    assert changed == []


def test_a_singular_says_no_place_that_its_plural_does_not_have():
    odd = [
        message.id
        for message in messages()
        if isinstance(message.id, tuple) and message.string[0]
        if not set(PLACEHOLDER.findall(message.string[0]))
        <= set(PLACEHOLDER.findall(" ".join(message.id)))
    ]

    assert odd == []


def test_a_translation_keeps_the_markup():
    changed = [
        (id, words)
        for message in messages()
        for id, words in pairs(message)
        if Tags(id).found != Tags(words).found
    ]

    assert changed == []


def test_nothing_is_guessed_and_nothing_left_over():
    assert [each.id for each in messages() if each.fuzzy] == []
    assert list(catalog().obsolete) == []


def test_a_translation_ends_as_its_text_ends():
    """A line break or a space at an end, and a full stop, mean the same in both languages."""
    odd = [
        (id, words)
        for message in messages()
        for id, words in pairs(message)
        if id[-1] in ".:… \n" and id[-1] != words[-1]
    ]

    assert odd == []


def test_what_is_compiled_is_what_is_written():
    """`make messages` writes both. A catalog that was edited alone is older than it looks."""
    with COMPILED.open("rb") as file:
        compiled = GNUTranslations(file)
    read = {id: words for id, words in compiled._catalog.items() if id}
    written = {}
    for each in messages():
        if isinstance(each.id, tuple):
            written |= {(each.id[0], n): words for n, words in enumerate(each.string) if words}
        elif each.string:
            written[each.id] = each.string

    assert read == written


def test_plurals_are_counted_as_spanish_counts():
    assert catalog().num_plurals == 2
    with translation.override("es"):
        one = translation.ngettext("%(n)s day", "%(n)s days", 1)
        many = translation.ngettext("%(n)s day", "%(n)s days", 5)
        none = translation.ngettext("%(n)s day", "%(n)s days", 0)

    assert (one, many, none) == ("%(n)s día", "%(n)s días", "%(n)s días")


# How it reads


@pytest.mark.parametrize("wrong", ["acompañante", "víctima", "usted", "vosotr", "cliente"])
def test_words_that_we_do_not_use_in_public(wrong):
    spanish = catalog()
    said = [
        words
        for id in said_in_public()
        if (found := spanish.get(id))
        for _, words in pairs(found)
        if wrong in words.lower()
    ]

    assert said == []
