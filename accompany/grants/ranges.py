"""What a reader can work out: the range of every number that a table does not show.

A table's numbers hang together by linear relations that anybody may know (rows make a total, a
part is no larger than its whole). With some numbers withheld, each of them can still lie only
between a least and a greatest value. This finds those, by the simplex method over the withheld
numbers alone. The tables are small: a few dozen unknowns at most.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

TINY = 1e-7


@dataclass(frozen=True)
class Relation:
    """`sum(factor × number) = 0`, or `≥ 0` when not exact.

    A guarded relation's surplus is itself a number of people (a whole without one of its parts),
    so it needs the same protection as a number in the table.
    """

    factors: Mapping[str, int]
    is_exact: bool = False
    is_guarded: bool = False

    def surplus(self, numbers: Mapping[str, int]) -> int:
        return sum(factor * numbers[key] for key, factor in self.factors.items())

    def holds(self, numbers: Mapping[str, int]) -> bool:
        surplus = self.surplus(numbers)
        return surplus == 0 if self.is_exact else surplus >= 0


def total(whole: str, parts: Sequence[str]) -> Relation:
    """The parts make the whole."""
    return Relation({whole: 1} | dict.fromkeys(parts, -1), is_exact=True)


def within(part: str, whole: str, *others: str) -> Relation:
    """The part is some of the whole (without the others); the rest are people too."""
    return Relation({whole: 1, part: -1} | dict.fromkeys(others, -1), is_guarded=True)


class Unknowns:
    """The withheld numbers of one connected set of relations, as a simplex tableau.

    Column order: each withheld number above its floor, then one surplus per inexact relation.
    It stays at a feasible corner between questions, so that a later question starts warm.
    """

    def __init__(
        self,
        floors: Mapping[str, int],
        relations: Sequence[Relation],
        shown: Mapping[str, int],
    ) -> None:
        self.floors = floors
        self.columns = {key: i for i, key in enumerate(floors)}
        self.surplus_of = {
            j: len(self.columns) + i
            for i, j in enumerate(j for j, each in enumerate(relations) if not each.is_exact)
        }
        self.width = len(self.columns) + len(self.surplus_of)
        self.rows: list[list[float]] = []
        self.basis: list[int] = []
        for j, relation in enumerate(relations):
            self._add(j, relation, shown)
        self._find_a_corner()

    def reaches_down(self, column: int, goal: float) -> bool:
        """Whether this unknown can be as small as `goal` above its floor."""
        return any(self._value(column) <= goal + TINY for _ in self._walk(column, up=False))

    def reaches_up(self, column: int, goal: float) -> bool:
        """Whether this unknown can be as large as `goal` above its floor."""
        for bounded in self._walk(column, up=True):
            if not bounded or self._value(column) >= goal - TINY:
                return True
        return False

    def corner(self) -> dict[int, float]:
        """The value of every unknown at the present corner, above its floor."""
        values = dict.fromkeys(range(self.width), 0.0)
        values.update({column: row[-1] for column, row in zip(self.basis, self.rows, strict=True)})
        return values

    def _add(self, j: int, relation: Relation, shown: Mapping[str, int]) -> None:
        row = [0.0] * (self.width + 1)
        known = 0
        for key, factor in relation.factors.items():
            if key in self.columns:
                row[self.columns[key]] = float(factor)
                known += factor * self.floors[key]
            else:
                known += factor * shown[key]
        if not relation.is_exact:
            row[self.surplus_of[j]] = -1.0
        row[-1] = float(-known)
        if row[-1] < 0 or (row[-1] == 0 and not relation.is_exact):
            row = [-entry for entry in row]
        self.rows.append(row)
        surplus = self.surplus_of.get(j)
        self.basis.append(surplus if surplus is not None and row[surplus] > 0 else -1)

    def _find_a_corner(self) -> None:
        """Phase one: drive the made-up start (basis −1) out. The true numbers prove it can be."""
        while any(b < 0 and row[-1] > TINY for b, row in zip(self.basis, self.rows, strict=True)):
            wanting = [row for b, row in zip(self.basis, self.rows, strict=True) if b < 0]
            gains = [sum(row[j] for row in wanting) for j in range(self.width)]
            entering = next((j for j, gain in enumerate(gains) if gain > TINY), None)
            if entering is None:
                raise ValueError("These numbers do not agree with their relations.")
            self._pivot(self._leaving(entering), entering)
        for i in [i for i, b in enumerate(self.basis) if b < 0]:
            entering = next((j for j in range(self.width) if abs(self.rows[i][j]) > TINY), None)
            if entering is not None:
                self._pivot(i, entering)
        kept = [i for i, b in enumerate(self.basis) if b >= 0]
        self.rows = [self.rows[i] for i in kept]
        self.basis = [self.basis[i] for i in kept]

    def _walk(self, column: int, *, up: bool) -> Iterator[bool]:
        """Corners on the way to this unknown's bound; False once when there is no bound."""
        yield True
        while True:
            entering = self._towards(column, up=up)
            if entering is None:
                return
            leaving = self._leaving(entering)
            if leaving < 0:
                yield False
                return
            self._pivot(leaving, entering)
            yield True

    def _towards(self, column: int, *, up: bool) -> int | None:
        if column not in self.basis:
            return column if up else None
        row = self.rows[self.basis.index(column)]
        sign = -1.0 if up else 1.0
        basic = set(self.basis)
        return next((j for j in range(self.width) if j not in basic and sign * row[j] > TINY), None)

    def _leaving(self, entering: int) -> int:
        """The row that bounds the entering unknown first; by Bland's rule on a tie."""
        best, found = float("inf"), -1
        for i, row in enumerate(self.rows):
            if row[entering] <= TINY:
                continue
            ratio = row[-1] / row[entering]
            if ratio < best - TINY or (
                ratio < best + TINY and found >= 0 and self.basis[i] < self.basis[found]
            ):
                best, found = ratio, i
        return found

    def _pivot(self, i: int, entering: int) -> None:
        row = self.rows[i]
        scale = row[entering]
        row = self.rows[i] = [entry / scale for entry in row]
        columns = [j for j, entry in enumerate(row) if entry]
        for k, other in enumerate(self.rows):
            factor = other[entering]
            if k == i or not factor:
                continue
            for j in columns:
                other[j] -= factor * row[j]
            other[entering] = 0.0
        self.basis[i] = entering

    def _value(self, column: int) -> float:
        if column in self.basis:
            return self.rows[self.basis.index(column)][-1]
        return 0.0
