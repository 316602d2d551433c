"""The house's settings, with Spanish as a made-up language that is written from right to left.

Its words come from `journeys.pseudo`: longer than ours, and in brackets, so that what nobody
marked, what does not fit and what is drawn for one direction alone can be seen.
"""

import os
from pathlib import Path

from accompany.settings import *  # noqa: F403

LOCALE_PATHS = [Path(os.environ["PSEUDO_LOCALE"])]
LANGUAGES_BIDI = ["es"]
