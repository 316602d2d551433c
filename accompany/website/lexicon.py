"""Words that tell: what a tab, a browser's history or a printed head never says.

Someone else may be looking at the screen. A page may name what it is about; its tab may not.
"""

import re

TELLING = re.compile(
    r"""(?ix)
    prostit | \bsex | \bescort | \bpimp | \btrick\b | \bjohns?\b | brothel | burdel
    | exploit | explota | traffick | \btrata\b | tr[aá]fico | proxenet
    | surviv | sobreviv | victim | v[ií]ctima
    | abus | violen | \brap(?:e|ed|ist)\b | \bviola | assault | agresi | batter | maltrat
    | \bbuyers?\b | comprador | \bbought\b | \bsold\b
    | helpline | hotline | crisis | emergenc | l[ií]nea[ ]de[ ]ayuda
    | \bescap | \bexit | leav(?:e|ing) | leaving | huir | salir | \bsalida
    | shelter | refugio | rescue | rescat | \bsafe(?:ty|[ ]house)?\b | segur
    | \bdrug | droga | harm\b | da[nñ]o | addict | adicci
    """
)


def telling(words: str) -> list[str]:
    """The words in a tab that would tell; none, if it may stand."""
    return [found[0] for found in TELLING.finditer(words)]
