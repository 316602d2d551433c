"""What a tab, a history list or a link preview shows gives nothing away."""

import re

import pytest

from accompany.house.models import Organization
from accompany.house.telling import at_a_glance, telling


@pytest.mark.parametrize(
    "title",
    [
        "Survivor support",
        "Get help",
        "Trafficking hotline",
        "sex-trade",
        "Domestic_violence.pdf",
        "Live CHAT",
        "Línea de ayuda",
        "Víctimas de la trata",
        "Refugio y albergue",
        "quick-exit.svg",
        "Organization for Prostitution Survivors",
    ],
)
def test_a_telling_title_is_named(title):
    assert telling(title)


@pytest.mark.parametrize(
    "title",
    [
        "Alder Street",
        "News and events",
        "Noticias",
        "Art",
        "Training and education",
        "Weather",
        "icon.svg",
        "Sussex",
        "Tratamiento de datos",
        "",
        "\0",
        "🌧",
    ],
)
def test_a_title_that_tells_nothing_passes(title):
    assert telling(title) == []


def test_a_megabyte_is_read_in_one_go():
    assert telling("a " * 500_000) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Alder Street", "Alder Street"),
        ("Organization for Prostitution Survivors", "OPS"),
        ("Casa de sobrevivientes", "C"),
        ("survivors", "S"),
        ("Accompany", "Accompany"),
    ],
)
def test_a_name_that_tells_is_shown_by_its_letters(name, shown):
    assert at_a_glance(name) == shown


@pytest.mark.parametrize("path", ["/", "/chat/", "/chat/over/", "/nowhere/"])
def test_a_page_of_an_organization_whose_name_tells_has_a_neutral_tab(client, path):
    Organization.objects.update_or_create(
        id=1, defaults={"name": "Organization for Prostitution Survivors"}
    )
    Organization.forget()
    client.get("/")

    head = client.get(path).content.decode().partition("</head>")[0]

    shown = re.findall(r"<title>(.*?)</title>", head) + re.findall(
        r'content="(OPS|Org[^"]*)"', head
    )
    assert shown == ["OPS", "OPS", "OPS"]
    Organization.forget()
