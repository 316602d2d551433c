"""What reports may know of awards: codes, maps, measures and thresholds of a day; no person."""

from accompany.awards.access import (
    active_awards,
    award,
    code_map,
    codes,
    measures,
    threshold,
)

__all__ = ["active_awards", "award", "code_map", "codes", "measures", "threshold"]
