"""The funder's form: its blocks and rows, and how its numbers hang together.

A number's key is its question and, in a block, its row: `Q3`, `Q4A.black`, `Q8.C7`, `MS.2026-07`.
The funder's words live here and in `awards`' dated data, nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any  # Any: what JSON holds

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accompany.awards import counts as awards
from accompany.awards.periods import Period
from accompany.grants.ranges import Relation, total, within
from accompany.grants.suppression import Table

TOTALS = ("Q1", "Q2", "Q3", "Q3C")
MAKE_UP_Q3 = ("Q4A", "Q4B", "Q4C", "MN")
LISTS = {"Q4A": "race", "Q4B": "gender", "Q4C": "age", "Q5A": "victimization", "Q5C": "special"}


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    is_subtotal: bool = False


@dataclass(frozen=True)
class Block:
    """One question with its rows. `verify` says what to compare with the form before sending."""

    code: str
    label: str
    rows: tuple[Row, ...]
    verify: str = ""

    @property
    def keys(self) -> list[str]:
        return [row.key for row in self.rows]


@dataclass(frozen=True)
class Form:
    """A form as it was asked in one period."""

    blocks: tuple[Block, ...]
    definitions: Mapping[str, str]

    def block(self, code: str) -> Block:
        return next(block for block in self.blocks if block.code == code)

    @property
    def rows(self) -> list[Row]:
        return [row for block in self.blocks for row in block.rows]

    def plain(self) -> dict[str, Any]:  # Any: what JSON holds
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Form":
        blocks = (
            Block(**(each | {"rows": tuple(Row(**row) for row in each["rows"])}))
            for each in plain["blocks"]
        )
        return cls(tuple(blocks), plain["definitions"])


def measure_of(key: str) -> str:
    """The question that a number answers."""
    return key.partition(".")[0]


def form(scheme: str, period: Period) -> Form:
    """The form in force on the period's last day."""
    asked = awards.measures(scheme, period.last)
    label = {code: measure.label for code, measure in asked.items()}
    single = tuple(Row(code, label[code]) for code in TOTALS)
    blocks = [Block("totals", _("People and contacts"), single)]
    for code, list in LISTS.items():
        rows = awards.codes(scheme, list, period.last)
        made = [Row(f"{code}.{row.code}", row.label) for row in rows]
        if code == "Q5A":
            made.append(Row("Q5A.not_reported", _("Not reported (our own row)")))
        verify = next((row.verify for row in rows if row.verify), "")
        blocks.append(Block(code, label[code], tuple(made), verify))
        if code == "Q5A":
            blocks.append(Block("Q5B", label["Q5B"], (Row("Q5B", label["Q5B"]),)))
    blocks.append(Block("Q6", label["Q6"], (Row("Q6", label["Q6"]),)))
    blocks += _services(scheme, period.last, label)
    blocks += _months(period.months, label)
    return Form(tuple(blocks), {code: measure.definition for code, measure in asked.items()})


def _services(scheme: str, on: date, label: Mapping[str, str]) -> list[Block]:
    categories = awards.codes(scheme, "category", on)
    services = awards.codes(scheme, "service", on)
    people = tuple(Row(f"Q7.{each.code}", f"{each.code}. {each.label}") for each in categories)
    times: list[Row] = []
    for category in categories:
        name = f"{category.code}. {category.label}"
        times.append(Row(f"Q8.{category.code}", name, is_subtotal=True))
        times += [
            Row(f"Q8.{each.code}", f"{each.code} {each.label}")
            for each in services
            if each.parent == category.code
        ]
    times.append(Row("Q8", _("All services"), is_subtotal=True))
    return [Block("Q7", label["Q7"], people), Block("Q8", label["Q8"], tuple(times))]


def _months(months: Sequence[date], label: Mapping[str, str]) -> list[Block]:
    return [
        Block(
            code,
            label[code],
            tuple(Row(f"{code}.{month:%Y-%m}", date_format(month, "F Y")) for month in months),
        )
        for code in ("MS", "MN")
    ]


def table(form: Form, numbers: Mapping[str, int]) -> Table:
    """The form's numbers with everything a reader may know of how they hang together."""
    return Table(
        numbers=numbers,
        relations=[*_sums(form), *_parts(form), *_people_and_times(form), *_victimization(form)],
        under=_under(form),
    )


def beside(later: Table, earlier: Mapping[Period, tuple[Table, frozenset[str]]]) -> Table:
    """One table with the earlier quarters of its fiscal year, as they were published.

    Whoever continues was new in one of them.
    """
    numbers, relations = dict(later.numbers), list(later.relations)
    under, published = dict(later.under), dict[str, int | None]()
    for period, (table, kept) in earlier.items():
        name = _named_in(period)
        numbers |= {name(key): n for key, n in table.numbers.items()}
        published |= {name(key): None if key in kept else n for key, n in table.numbers.items()}
        relations += [
            replace(each, factors={name(key): n for key, n in each.factors.items()})
            for each in table.relations
        ]
        under |= {name(key): [name(row) for row in rows] for key, rows in table.under.items()}
    if earlier:
        new_before = {_named_in(period)("Q3"): 1 for period in earlier}
        relations.append(Relation(new_before | {"Q3C": -1}, is_guarded=True))
    return Table(numbers, relations, under, published)


def _named_in(period: Period) -> Callable[[str], str]:
    return lambda key: f"{period.first}/{key}"


def categories(form: Form) -> dict[str, list[str]]:
    """Each category's key of times, with the keys of its services."""
    found: dict[str, list[str]] = {}
    for row in form.block("Q8").rows:
        if row.key == "Q8":
            continue
        if row.is_subtotal:
            found[row.key] = []
        else:
            found[list(found)[-1]].append(row.key)
    return found


def _sums(form: Form) -> list[Relation]:
    made = [total("Q1", ["Q3", "Q3C"])]
    made += [total("Q3", form.block(code).keys) for code in MAKE_UP_Q3]
    made += [total(category, rows) for category, rows in categories(form).items()]
    return [*made, total("Q8", list(categories(form)))]


def _parts(form: Form) -> list[Relation]:
    made = [
        within(key, "Q1") for code in ("Q5A", "Q5C", "Q7", "MS") for key in form.block(code).keys
    ]
    made += [
        within(key, "Q1", "Q5A.not_reported")
        for key in form.block("Q5A").keys
        if key != "Q5A.not_reported"
    ]
    made += [within(key, key.replace("MN", "MS")) for key in form.block("MN").keys]
    return [*made, within("Q5B", "Q1", "Q5A.not_reported"), within("Q6", "Q1")]


def _people_and_times(form: Form) -> list[Relation]:
    made = [Relation({key: 1, key.replace("Q8", "Q7"): -1}) for key in categories(form)]
    for code in ("Q7", "MS"):
        made.append(Relation(dict.fromkeys(form.block(code).keys, 1) | {"Q1": -1}))
    return made


def _victimization(form: Form) -> list[Relation]:
    """Rows beyond one a person belong to those with more than one type."""
    rows = dict.fromkeys(form.block("Q5A").keys, 1)
    most = len(rows) - 2
    return [
        Relation(rows | {"Q1": -1, "Q5B": -1}),
        Relation(dict.fromkeys(rows, -1) | {"Q1": 1, "Q5B": most}),
    ]


def _under(form: Form) -> dict[str, list[str]]:
    under = {
        "Q1": ["Q3", "Q3C", "Q5B", "Q6"]
        + [key for code in ("Q5A", "Q5C", "Q7", "MS") for key in form.block(code).keys],
        "Q3": [key for code in MAKE_UP_Q3 for key in form.block(code).keys],
        "Q8": list(categories(form)),
    }
    for category, rows in categories(form).items():
        under[category] = [*rows, category.replace("Q8", "Q7")]
    for key in form.block("MS").keys:
        under[key] = [key.replace("MS", "MN")]
    return under
