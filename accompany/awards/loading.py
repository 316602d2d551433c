"""Dated data, from files to rows. Loading again changes nothing; a corrected label is corrected.

A row that disappears from a file stays: what was asked in its day was asked. It ends by a
`valid_to` in the file.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any  # Any: what JSON holds

from django.db import models, transaction

from accompany.awards.models import Code, CodeMap, Measure, Threshold

DATA = Path(__file__).resolve().parent / "data"


def load_after_migrating(using: str, **kwargs: object) -> None:
    """Receiver of `post_migrate`: the house's own database only."""
    if using == "default":
        load()


@transaction.atomic
def load() -> int:
    """Bring every file's rows in. Returns how many rows were added or corrected."""
    changed = 0
    for path in sorted(DATA.glob("*.json")):
        changed += _load(json.loads(path.read_text(encoding="utf-8")))
    return changed


def _load(file: dict[str, Any]) -> int:  # Any: what JSON holds
    common = {"source": file["source"], "valid_from": file["valid_from"]}
    scheme = {"scheme": file["scheme"]} if "scheme" in file else {}
    return sum(
        _bring_in(model, [common | scheme | place(i) | row for i, row in enumerate(rows)], key)
        for model, rows, key, place in (
            (Code, file.get("codes", []), ("scheme", "list", "code"), _position),
            (CodeMap, file.get("maps", []), ("scheme", "list", "own"), _nowhere),
            (Measure, file.get("measures", []), ("scheme", "code"), _position),
            (Threshold, file.get("thresholds", []), ("recipient",), _nowhere),
        )
    )


def _position(i: int) -> dict[str, int]:
    return {"position": i}


def _nowhere(i: int) -> dict[str, int]:
    return {}


def _bring_in(model: type[models.Model], rows: list[dict[str, Any]], key: tuple[str, ...]) -> int:
    names = (*key, "valid_from")
    known = {tuple(getattr(row, name) for name in names): row for row in model._base_manager.all()}
    changed = 0
    for row in rows:
        wanted = row | {
            day: date.fromisoformat(row[day]) for day in ("valid_from", "valid_to") if row.get(day)
        }
        found = known.get(tuple(wanted[name] for name in names))
        if found is None:
            model._base_manager.create(**wanted)
        elif all(getattr(found, name) == value for name, value in wanted.items()):
            continue
        else:
            for name, value in wanted.items():
                setattr(found, name, value)
            found.save()
        changed += 1
    return changed
