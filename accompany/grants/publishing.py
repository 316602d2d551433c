"""What the public and partners get of a quarter, given what they already have."""

from collections.abc import Iterable, Mapping
from datetime import date

from accompany.awards import counts as awards
from accompany.grants.access import Kept
from accompany.grants.form import Form, beside, table
from accompany.grants.suppression import withheld

PUBLIC_AND_PARTNERS = ("public", "partner")


def withheld_from_public(
    form: Form, numbers: Mapping[str, int], earlier: Iterable[Kept], *, on: date
) -> frozenset[str]:
    """The keys to withhold. Public and partners get one table: the stricter threshold holds."""
    rules = [awards.threshold(reader, on) for reader in PUBLIC_AND_PARTNERS]
    before = {
        each.report.period: (table(each.report.form, each.numbers), each.report.withheld)
        for each in earlier
    }
    whole = beside(table(form, numbers), before)
    kept = withheld(
        whole, low=min(rule.low for rule in rules), high=max(rule.high for rule in rules)
    )
    return kept & set(numbers)


def rare(numbers: Mapping[str, int], *, on: date) -> frozenset[str]:
    """The keys of numbers so small that the funder's own form should be sent with care."""
    rule = awards.threshold("funder", on)
    return frozenset(key for key, n in numbers.items() if rule.low <= n <= rule.high)
