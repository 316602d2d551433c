"""Which numbers the public and partners do not get.

First every number that is rare, by dated data 1 to 10, is withheld. Then neighbors, until nobody
can work a withheld number out: whatever the shown numbers, totals, people against times, and
earlier published tables say, each withheld number could still be anything from the least to the
greatest rare number. A true zero is shown. When a total is withheld its rows are too, zeros
included, because even a shown zero would narrow it. A rest that nobody prints but anybody can
subtract ("all but three") is protected the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from accompany.grants.ranges import Relation, Unknowns


@dataclass(frozen=True)
class Table:
    """True numbers by key, how they hang together, and what readers already have.

    `under` names the numbers that may not be shown while their total is withheld. `published`
    holds earlier tables' numbers (None: withheld then); they can no longer change.
    """

    numbers: Mapping[str, int]
    relations: Sequence[Relation] = ()
    under: Mapping[str, Sequence[str]] = field(default_factory=dict)
    published: Mapping[str, int | None] = field(default_factory=dict)


def withheld(table: Table, *, low: int, high: int) -> frozenset[str]:
    """The keys of the numbers to withhold from readers who get none from `low` to `high`."""
    return _Withholding(table, low, high).done()


class _Withholding:
    def __init__(self, table: Table, low: int, high: int) -> None:
        self.low, self.high = low, high
        self.numbers = dict(table.numbers)
        self.fixed = {key for key in table.published if key in self.numbers}
        self.under = table.under
        self.relations = [each for each in table.relations if each.holds(self.numbers)]
        self.of: dict[str, list[int]] = {key: [] for key in self.numbers}
        for j, relation in enumerate(self.relations):
            for key in relation.factors:
                self.of[key].append(j)
        self.hidden: set[str] = set()
        self.floorless: set[str] = set()
        self.settled: set[tuple[str, int]] = set()  # (key, or relation; −1 down, 1 up)
        self._hide(key for key, n in self.numbers.items() if self._starts_hidden(key, n, table))

    def done(self) -> frozenset[str]:
        while (exposed := self._first_exposed()) is not None:
            self._hide([exposed])
        self._show_what_protects_nobody()
        return frozenset(self.hidden)

    def _show_what_protects_nobody(self) -> None:
        """Give neighbors back, the largest first, that were withheld before a better one was."""
        spare = self.hidden - self.floorless - self.fixed - set(self.under)
        for key in sorted(spare, key=self._cost, reverse=True):
            if self._is_rare(self.numbers[key]):
                continue
            self.hidden.remove(key)
            self.settled.clear()
            if self._first_exposed() is not None:
                self.hidden.add(key)

    def _starts_hidden(self, key: str, n: int, table: Table) -> bool:
        if key in self.fixed:
            return table.published[key] is None
        return self._is_rare(n)

    def _is_rare(self, n: int) -> bool:
        return self.low <= n <= self.high

    def _hide(self, keys: Iterable[str]) -> None:
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key in self.hidden:
                continue
            self.hidden.add(key)
            rows = self.under.get(key, ())
            self.floorless.update(rows)
            waiting.extend(row for row in rows if row not in self.fixed)

    def _first_exposed(self) -> str | None:
        """A shown number to withhold next, because a rare one could be worked out."""
        seen: set[str] = set()
        exposed_alone = self._given_away_outright()
        if exposed_alone is not None:
            return exposed_alone
        for key in sorted(self.hidden):
            if key not in seen:
                keys, relations = self._connected(key)
                seen |= keys
                found = self._exposed_among(keys, relations)
                if found is not None:
                    return found
        return None

    def _given_away_outright(self) -> str | None:
        """A guarded rest between numbers that are all shown can simply be subtracted."""
        for relation in self.relations:
            if not relation.is_guarded or self.hidden.intersection(relation.factors):
                continue
            candidates = self._by_cost(relation.factors)
            if candidates and self._is_rare(relation.surplus(self.numbers)):
                return candidates[0]
        return None

    def _connected(self, key: str) -> tuple[set[str], list[int]]:
        keys, waiting, relations = {key}, [key], set[int]()
        while waiting:
            for j in self.of[waiting.pop()]:
                if j in relations:
                    continue
                relations.add(j)
                more = [k for k in self.relations[j].factors if k in self.hidden and k not in keys]
                keys.update(more)
                waiting.extend(more)
        return keys, sorted(relations)

    def _exposed_among(self, keys: set[str], among: list[int]) -> str | None:
        targets = self._targets(keys, among)
        if all((name, way) in self.settled for name, _, _ in targets for way in (-1, 1)):
            return None
        relations = [self.relations[j] for j in among]
        unknowns = Unknowns(
            {key: self._floor(key) for key in sorted(keys)}, relations, self.numbers
        )
        places = {name: self._place(name, j, among, unknowns) for name, j, _ in targets}
        for name, j, floor in targets:
            for way in (-1, 1):
                self._settle_by_corner(targets, places, unknowns)
                if (name, way) in self.settled:
                    continue
                if self._reaches(unknowns, places[name], floor, way):
                    self.settled.add((name, way))
                    continue
                found = self._next_to_hide(name, j, way)
                if found is not None:
                    return found
        return None

    def _targets(self, keys: set[str], among: list[int]) -> list[tuple[str, int | None, int]]:
        """What must stay wide: each withheld number, and each rare rest. (name, relation, floor)"""
        targets: list[tuple[str, int | None, int]] = [
            (key, None, self._floor(key)) for key in sorted(keys)
        ]
        for j in among:
            relation = self.relations[j]
            if relation.is_guarded and self._is_rare(relation.surplus(self.numbers)):
                targets.append((f"rest {j}", j, 0))
        return targets

    def _place(self, name: str, relation: int | None, among: list[int], unknowns: Unknowns) -> int:
        if relation is None:
            return unknowns.columns[name]
        return unknowns.surplus_of[among.index(relation)]

    def _reaches(self, unknowns: Unknowns, place: int, floor: int, way: int) -> bool:
        if way < 0:
            return unknowns.reaches_down(place, self.low - floor)
        return unknowns.reaches_up(place, self.high - floor)

    def _floor(self, key: str) -> int:
        """What a reader knows at least: a withheld number is no zero, unless its total is."""
        return 0 if key in self.floorless else self.low

    def _settle_by_corner(
        self,
        targets: list[tuple[str, int | None, int]],
        places: dict[str, int],
        unknowns: Unknowns,
    ) -> None:
        """One possible table settles every number that is small enough or large enough in it."""
        corner = unknowns.corner()
        for name, _, floor in targets:
            value = corner[places[name]] + floor
            if value <= self.low:
                self.settled.add((name, -1))
            if value >= self.high:
                self.settled.add((name, 1))

    def _next_to_hide(self, name: str, relation: int | None, way: int) -> str | None:
        """The cheapest shown number that protects the exposed one; failing that, the nearest."""
        near = [relation] if relation is not None else self.of[name]
        reached = set(near)
        while near:
            candidates = self._by_cost(key for j in near for key in self.relations[j].factors)
            if candidates:
                rows = (key for key in candidates if key not in self.under)
                enough = (key for key in rows if self._would_protect(key, name, relation, way))
                return next(enough, candidates[0])
            further = {
                k
                for j in near
                for key in self.relations[j].factors
                if key in self.hidden
                for k in self.of[key]
            }
            near = sorted(further - reached)
            reached |= further
        return None

    def _would_protect(self, key: str, name: str, relation: int | None, way: int) -> bool:
        """Whether withholding one more number would be enough for this one."""
        kept = self.hidden, self.floorless
        self.hidden, self.floorless = set(self.hidden), set(self.floorless)
        try:
            self._hide([key])
            start = name if relation is None else next(iter(self.relations[relation].factors))
            return self._is_wide(name, relation, way, *self._connected(start))
        finally:
            self.hidden, self.floorless = kept

    def _is_wide(
        self, name: str, relation: int | None, way: int, keys: set[str], among: list[int]
    ) -> bool:
        keys = keys & self.hidden
        floors = {key: self._floor(key) for key in sorted(keys)}
        unknowns = Unknowns(floors, [self.relations[j] for j in among], self.numbers)
        place = self._place(name, relation, among, unknowns)
        return self._reaches(unknowns, place, 0 if relation is not None else self._floor(name), way)

    def _by_cost(self, keys: Iterable[str]) -> list[str]:
        """Shown numbers that may be withheld: rows before totals, then the smallest first."""
        candidates = {
            key
            for key in keys
            if key not in self.hidden and key not in self.fixed and self.numbers[key] > 0
        }
        return sorted(candidates, key=self._cost)

    def _cost(self, key: str) -> tuple[int, int, str]:
        return (len(self.under.get(key, ())), self.numbers[key], key)
