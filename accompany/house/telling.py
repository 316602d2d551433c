"""Telling words: what a tab, a history list, a print-out or a link preview must not say.

Somebody else may be looking. A page's text may name things; what stands outside of it may not. The
list is the organization's to agree on with its survivor council, in every language of its pages.
"""

import re
import unicodedata

STEMS = (
    # in any language, without accents
    "abus",
    "prostit",
    "sex",
    "traffick",
    "victim",
    "violen",
    "viola[cd]",
    # English
    "advoca",
    "assault",
    "brothel",
    "buyers?\\b",
    "chat",
    "counsel",
    "crisis",
    "domestic",
    "escap",
    "escort",
    "exit",
    "exploit",
    "get (?:help|out|support)",
    "harm reduction",
    "helpline",
    "hotline",
    "in the life",
    "leave (?:him|the life|this)",
    "leaving",
    "pimp",
    "quick exit",
    "rape",
    "rescue",
    "safe ?house",
    "safety plan",
    "shelter",
    "stalk",
    "support group",
    "surviv",
    "the game",
    "therap",
    "trauma",
    # Spanish
    "acos",
    "agres",
    "albergue",
    "asesori",
    "ayuda",
    "burdel",
    "comprador",
    "dejar (?:la vida|lo|a el)",
    "escapar",
    "explota",
    "linea de",
    "maltrat",
    "padrote",
    "plan de seguridad",
    "proxenet",
    "refugio",
    "rescat",
    "salir de (?:aqui|la vida)",
    "sobreviv",
    "terapi",
    "trafico de",
    "trata\\b",
)
TELLING = re.compile(rf"\b(?:{'|'.join(STEMS)})", re.IGNORECASE)
NOT_A_LETTER = re.compile(r"[\W_]+")


def telling(text: str) -> list[str]:
    """The telling words in a title, a file's name or a preview; none if it is safe at a glance."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return TELLING.findall(NOT_A_LETTER.sub(" ", plain).strip().lower())


def at_a_glance(name: str) -> str:
    """An organization's name as a tab may show it: the name, or its initials if it tells."""
    if not telling(name):
        return name
    words = NOT_A_LETTER.sub(" ", name).split()
    return "".join(word[0] for word in words if word[0].isupper()) or words[0][0].upper()
