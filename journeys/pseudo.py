"""A made-up language: every string of the catalog and every page, longer and in brackets.

`python -m journeys.pseudo FOLDER` writes a house of it into the data folder that is set, and the
catalog under FOLDER. Nothing here needs gettext.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any  # Any: raw data of Wagtail's blocks

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog

from journeys.serving import REPOSITORY, house_env

CATALOG = REPOSITORY / "accompany" / "locale" / "es" / "LC_MESSAGES" / "django.po"
AS_IT_IS = re.compile(r"(<[^>]*>|%\(\w+\)s|%[sd%]|&\w+;)")  # tags, places, entities
ACCENTS = str.maketrans("aeiouyAEIOUY", "åéîøüÿÅÉÎØÜŸ")
NO_WORDS = {
    *("type", "id", "page", "address", "slug", "url", "line", "tone", "most", "picture"),
}
FIELDS = (
    *("title", "lede", "menu_label", "foot_label", "hero_say"),
    *("committee", "take_part", "place", "for_whom"),
)


def said(words: str) -> str:
    """Words of the made-up language: accented, two in five longer, and in brackets."""
    if "\n" in words:
        return "\n".join(said(line) for line in words.split("\n"))
    if not re.search(r"[^\W\d_]", AS_IT_IS.sub("", words)):
        return words
    parts = AS_IT_IS.split(words)
    spoken = "".join(
        part if AS_IT_IS.fullmatch(part) else part.translate(ACCENTS) for part in parts
    )
    length = len(AS_IT_IS.sub("", words))
    more = " ".join(["øøøø"] * (max(2, round(length * 0.4)) // 5)) or "øø"
    return f"⟦{spoken} {more}⟧"


def said_of_markup(html: str) -> str:
    """The same of rich text: every run of words between two tags by itself."""
    parts = re.split(r"(<[^>]*>)", html)
    return "".join(part if part.startswith("<") else said(part) for part in parts)


def said_of_raw(raw: Any) -> Any:
    """The same of a stream of blocks as the CMS keeps it."""
    if isinstance(raw, str):
        return said_of_markup(raw)
    if isinstance(raw, list):
        return [said_of_raw(each) for each in raw]
    if isinstance(raw, dict):
        return {k: v if k in NO_WORDS else said_of_raw(v) for k, v in raw.items()}
    return raw


def write_catalog(folder: Path) -> None:
    """The catalog of the made-up language, compiled, under `folder`."""
    with CATALOG.open("rb") as file:
        ours = pofile.read_po(file)
    made = Catalog(locale="es")
    made.mime_headers = [
        (k, "nplurals=2; plural=(n != 1);" if k == "Plural-Forms" else v)
        for k, v in made.mime_headers
    ]
    made._num_plurals, made._plural_expr = 2, "(n != 1)"
    for message in ours:
        if isinstance(message.id, tuple):
            made.add(message.id, tuple(said(each) for each in message.id), context=message.context)
        elif message.id:
            made.add(message.id, said(message.id), context=message.context)
    path = folder / "es" / "LC_MESSAGES"
    path.mkdir(parents=True, exist_ok=True)
    with (path / "django.mo").open("wb") as file:
        mofile.write_mo(file, made)


def make_pseudo_house(data: Path, folder: Path) -> dict[str, str]:
    """A house whose Spanish is made up; returns what its server needs in its environment."""
    write_catalog(folder)
    subprocess.run(
        [sys.executable, "-m", "journeys.pseudo"],
        env=house_env(data, PYTHONPATH=str(REPOSITORY)),
        cwd=REPOSITORY,
        check=True,
    )
    return {
        "DJANGO_SETTINGS_MODULE": "journeys.pseudo_settings",
        "PSEUDO_LOCALE": str(folder),
        "PYTHONPATH": str(REPOSITORY),
    }


def main() -> None:
    """Migrate, write the starter site, and say its Spanish in the made-up language."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db.models import Model

    from accompany.demo import build
    from accompany.demo.colleagues import hire
    from accompany.website import starting
    from accompany.website.models import SiteFacts, SitePage

    call_command("migrate", verbosity=0)
    call_command("migrate", database="keyring", verbosity=0)
    organization = build.make_organization()
    organization.helpline_hours_es = said(organization.helpline_hours)
    organization.save()
    starting.start("alder-street", by=hire()["thea"], is_public=True)
    facts = SiteFacts.load()
    facts.men_hours_es = facts.office_hours_es = said(facts.men_hours)
    facts.save()
    for found in SitePage.objects.filter(locale__language_code="es"):
        page = found.specific
        for name in FIELDS:
            if getattr(page, name, ""):
                setattr(page, name, said(getattr(page, name)))
        for name in ("body", "aside", "statement"):
            if stream := getattr(page, name, None):
                setattr(page, name, json.dumps(said_of_raw(list(stream.raw_data))))
        page.draft_title = page.title
        Model.save(page)  # made up: neither the council nor the CMS is asked


if __name__ == "__main__":
    main()
