"""Quarters for tests: numbers that real people could have made, without any people."""

from collections.abc import Mapping
from random import Random

from accompany.grants.form import Form, categories


def made_up_numbers(
    form: Form, *, people: int, seed: int, services_each: float = 5
) -> dict[str, int]:
    """One quarter of `people` synthetic people. The same seed gives the same numbers."""
    chance = Random(seed)  # noqa: S311  # synthetic data, the same at every run
    numbers = {row.key: 0 for row in form.rows}
    numbers["Q2"] = people * 3
    likely = {
        row.key: 0.85 if row.key == "Q5A.trafficking_sex" else 0.35 * chance.random() ** 3
        for row in form.block("Q5A").rows[:-1]
    }
    services = [key for keys in categories(form).values() for key in keys]
    weights = [1 / (i + 1) for i in range(len(services))]
    chance.shuffle(weights)
    for _ in range(people):
        _served(form, numbers, chance)
        _told(form, numbers, chance, likely)
        count = 1 + int(chance.expovariate(1 / services_each))
        _given(form, numbers, chance.choices(services, weights, k=count))
    return numbers


def _served(form: Form, numbers: dict[str, int], chance: Random) -> None:
    months = [key for key in form.block("MS").keys if chance.random() < 0.5]
    months = months or [chance.choice(form.block("MS").keys)]
    for key in ["Q1", *months]:
        numbers[key] += 1
    if chance.random() < 0.7:
        numbers["Q3C"] += 1
        return
    numbers["Q3"] += 1
    numbers[months[0].replace("MS", "MN")] += 1
    for code in ("Q4A", "Q4B", "Q4C"):
        keys = form.block(code).keys
        numbers[chance.choices(keys, [1 / (i + 1) ** 2 for i in range(len(keys))])[0]] += 1


def _told(form: Form, numbers: dict[str, int], chance: Random, likely: Mapping[str, float]) -> None:
    told = [key for key, odds in likely.items() if chance.random() < odds]
    for key in told or ["Q5A.not_reported"]:
        numbers[key] += 1
    numbers["Q5B"] += len(told) > 1
    numbers["Q6"] += chance.random() < 0.1
    for key in form.block("Q5C").keys:
        numbers[key] += chance.random() < 0.2


def _given(form: Form, numbers: dict[str, int], services: list[str]) -> None:
    numbers["Q8"] += len(services)
    for key in services:
        numbers[key] += 1
    for category, keys in categories(form).items():
        times = sum(key in keys for key in services)
        numbers[category] += times
        numbers[category.replace("Q8", "Q7")] += times > 0
