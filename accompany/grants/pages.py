"""What a quarter's page shows: numbers beside their labels, charts, and what to look at first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompany import clock
from accompany.advocacy import counts as advocacy
from accompany.awards import access as awards
from accompany.awards.models import Award
from accompany.awards.periods import Period
from accompany.grants import access
from accompany.grants.form import Block, Form, categories, measure_of
from accompany.grants.models import Reader, Report
from accompany.grants.publishing import rare, withheld_from_public
from accompany.grants.report import count
from accompany.house.charts import Bars
from accompany.staff.acting import Acting

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """One number as shown: None is withheld."""

    key: str
    label: str
    n: int | None
    is_rare: bool = False
    is_subtotal: bool = False

    @property
    def measure(self) -> str:
        return measure_of(self.key)

    @property
    def is_withheld(self) -> bool:
        return self.n is None


@dataclass(frozen=True)
class Section:
    block: Block
    lines: list[Line]


@dataclass(frozen=True)
class CategoryLine:
    """A category of services: people, times, and its services with their times."""

    people: Line
    times: Line
    services: list[Line]


@dataclass(frozen=True)
class Check:
    """One thing to look at before a report goes."""

    what: str
    about: str
    is_good: bool


@dataclass(frozen=True)
class Quarter:
    """Everything a quarter's page needs."""

    award: Award
    period: Period
    reader: Reader
    report: Report | None
    form: Form
    numbers: Mapping[str, int | None]
    rare: frozenset[str]
    elsewhere: Mapping[str, int]
    before: Sequence[tuple[Form, Mapping[str, int | None]]]

    @property
    def is_public(self) -> bool:
        return self.reader is Reader.PUBLIC

    @property
    def is_over(self) -> bool:
        return clock.today() > self.period.last

    @property
    def totals(self) -> list[Line]:
        return [self.line(key) for key in ("Q1", "Q3", "Q2", "Q8")]

    @property
    def demographics(self) -> list[Section]:
        return [self.section(code) for code in ("Q4A", "Q4B", "Q4C")]

    @property
    def people(self) -> Section:
        return self.section("totals")

    @property
    def victimization(self) -> Section:
        return self.section("Q5A")

    @property
    def more_than_one(self) -> Line:
        return self.line("Q5B")

    @property
    def special(self) -> Section:
        return self.section("Q5C")

    @property
    def compensation(self) -> Line:
        return self.line("Q6")

    @property
    def services(self) -> list[CategoryLine]:
        return [
            CategoryLine(
                self.line(category.replace("Q8", "Q7")),
                self.line(category),
                [self.line(key) for key in keys],
            )
            for category, keys in categories(self.form).items()
        ]

    @property
    def all_services(self) -> Line:
        return self.line("Q8")

    @property
    def people_served(self) -> Line:
        return self.line("Q1")

    @property
    def withheld_count(self) -> int:
        return sum(n is None for n in self.numbers.values())

    def section(self, code: str) -> Section:
        block = self.form.block(code)
        return Section(block, [self.line(row.key) for row in block.rows])

    def line(self, key: str) -> Line:
        row = next(row for row in self.form.rows if row.key == key)
        return Line(key, row.label, self.numbers[key], key in self.rare, row.is_subtotal)

    @property
    def bars(self) -> Bars:
        """People served and new by month, from the first quarter that was frozen this year on."""
        quarters = [*self.before, (self.form, self.numbers)]
        rows = [row for form, numbers in quarters for row in _months(form, numbers)]
        return Bars(series=[_("Served"), _("New")], rows=rows)

    @property
    def checks(self) -> list[Check]:
        return [*self._about_sums(), *self._about_small(), *self._about_words()]

    def _about_sums(self) -> list[Check]:
        one, three, continuing = (self.numbers[key] for key in ("Q1", "Q3", "Q3C"))
        if one is None or three is None or continuing is None:
            return []
        says = _("%(continuing)s continuing + %(new)s new = %(all)s") % {
            "continuing": continuing,
            "new": three,
            "all": one,
        }
        return [Check(_("People add up"), says, one == three + continuing)]

    def _about_small(self) -> list[Check]:
        if self.is_public:
            return []
        n = len(self.rare)
        if not n:
            return [Check(_("No number is rare"), "", True)]
        what = ngettext("%(n)s rare number", "%(n)s rare numbers", n) % {"n": n}
        about = _("From 1 to 10. True on the funder’s form; a second person ticks them.")
        return [Check(what, about, False)]

    def _about_words(self) -> list[Check]:
        made = [
            Check(block.label, block.verify, False) for block in self.form.blocks if block.verify
        ]
        if self.elsewhere:
            names = ", ".join(awards.service_label(code) for code in self.elsewhere)
            made.append(Check(_("Services that this form has no row for"), names, False))
        return made


@dataclass(frozen=True)
class Change:
    """One number that would be another one today."""

    key: str
    label: str
    then: int
    now: int

    @property
    def by(self) -> str:
        return f"{self.now - self.then:+d}".replace("-", "−")


@dataclass(frozen=True)
class Since:
    """What happened to a quarter's records after its numbers were kept."""

    changes: list[Change]
    logged_later: int
    gone: int


def quarter(award: Award, period: Period, reader: Reader, by: Acting) -> Quarter:
    """The quarter as kept, or counted now while nothing is kept."""
    report = access.reports(by).filter(award=award, first_day=period.first).first()
    if report is None:
        return _draft(award, period, reader, by)
    report.award = award
    earlier = access.earlier(award, period, by)
    if reader is Reader.PUBLIC:
        numbers: Mapping[str, int | None] = report.published
        before = [(each.form, each.published) for each in earlier]
        return Quarter(award, period, reader, report, report.form, numbers, NONE, {}, before)
    *opened, now = access.kept([*earlier, report], by)
    few, shown = rare(now.numbers, on=period.last), [(e.report.form, e.numbers) for e in opened]
    return Quarter(award, period, reader, report, report.form, now.numbers, few, {}, shown)


def _draft(award: Award, period: Period, reader: Reader, by: Acting) -> Quarter:
    opened = access.kept(access.earlier(award, period, by), by)
    counted = count(award, period, by=by)
    form, true, elsewhere = counted.form, counted.numbers, counted.elsewhere
    if reader is Reader.FUNDER:
        few, shown = rare(true, on=period.last), [(e.report.form, e.numbers) for e in opened]
        return Quarter(award, period, reader, None, form, true, few, elsewhere, shown)
    kept = withheld_from_public(form, true, opened, on=clock.today())
    numbers = {key: None if key in kept else n for key, n in true.items()}
    before = [(each.report.form, each.report.published) for each in opened]
    return Quarter(award, period, reader, None, form, numbers, NONE, elsewhere, before)


def _months(
    form: Form, numbers: Mapping[str, int | None]
) -> list[tuple[str, Sequence[int | None]]]:
    months = [key.removeprefix("MS.") for key in form.block("MS").keys]
    return [
        (
            date_format(date.fromisoformat(f"{month}-01"), "M"),
            (numbers[f"MS.{month}"], numbers[f"MN.{month}"]),
        )
        for month in months
    ]


def since(report: Report, by: Acting) -> Since:
    """Compare what was kept with what would be counted now."""
    award, period = report.award, report.period
    then, now = access.kept([report], by)[0].numbers, count(award, period, by=by).numbers
    labels = {row.key: row.label for row in report.form.rows}
    changes = [
        Change(key, label, then[key], now.get(key, 0))
        for key, label in labels.items()
        if then[key] != now.get(key, 0)
    ]
    later = advocacy.logged_since(award.id, period.first, period.last, report.ready_at)
    mapped = sum(advocacy.times_by_service(award.id, period.first, period.last).values())
    elsewhere = mapped - now["Q8"]
    return Since(changes, later, max(0, then["Q8"] + later - now["Q8"] - elsewhere))
