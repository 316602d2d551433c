"""The inventory: every column stored in the clear and why, every sealed document and who may open
it.

It is read from the models, each of which declares its reasons. `docs/inventory.md` is this,
printed; a test compares them, and fails when a column has no reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.apps import apps
from django.db import models

from accompany.sealed.documents import SealedRow
from accompany.sealed.models import Lockbox

OURS = "accompany."


@dataclass(frozen=True)
class Column:
    """A column stored in the clear. `reason` is empty when nobody gave one."""

    table: str
    column: str
    reason: str


@dataclass(frozen=True)
class Document:
    """A sealed column: what is in it, and who may open it."""

    table: str
    words: tuple[str, ...]
    opened_by: str


def our_models() -> list[type[models.Model]]:
    """Every model of the house, lowest word first; tables of links included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if apps.get_app_config(model._meta.app_label).name.startswith(OURS)
        and model._meta.managed
        and not model._meta.proxy
    ]


def columns() -> Iterator[Column]:
    """Every column stored in the clear, with its reason."""
    for model in our_models():
        reasons = _reasons(model)
        for field in model._meta.local_concrete_fields:
            if not _needs_no_reason(model, field) or field.name in reasons:
                yield Column(model._meta.db_table, field.name, str(reasons.get(field.name, "")))


def documents() -> Iterator[Document]:
    """Every sealed document, with the names of its words."""
    for model in our_models():
        if issubclass(model, SealedRow):
            names = tuple(field.name for field in fields(model.Words))
            yield Document(model._meta.db_table, names, model.opened_by)


def stale_reasons() -> list[tuple[str, str]]:
    """Reasons given for columns that are not there any more."""
    return [
        (model._meta.db_table, name)
        for model in our_models()
        for name in getattr(model, "in_the_clear", {})
        if name not in _field_names(model)
    ]


def render() -> str:
    """The inventory as `docs/inventory.md` has it."""
    lines = [
        "# What is stored in the clear, and why",
        "",
        "Printed from the models by `accompany inventory`; a test compares. Everything else that",
        "the house stores is sealed. Random ids, the lockbox a row belongs to and a row's version",
        "are in the clear in every table and are not repeated here.",
        "",
    ]
    table = None
    for column in columns():
        if column.table != table:
            lines += ["", f"## {column.table}", "", "| column | why it may be clear |", "|---|---|"]
            table = column.table
        lines.append(f"| `{column.column}` | {_in_a_cell(column.reason)} |")
    lines += [
        "",
        "# What is sealed, and who may open it",
        "",
        "| table | words | opened by |",
        "|---|---|---|",
    ]
    for document in documents():
        words = ", ".join(f"`{name}`" for name in document.words)
        lines.append(f"| `{document.table}` | {words} | {_in_a_cell(document.opened_by)} |")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _needs_no_reason(model: type[models.Model], field: "models.Field[Any, Any]") -> bool:
    if field.primary_key and field.name == "id":
        return True
    if field.name == "sealed":
        return True
    if field.name == "lockbox" and field.related_model is Lockbox:
        return True
    return field.name == "version" and issubclass(model, SealedRow)


def _reasons(model: type[models.Model]) -> dict[str, str]:
    """A model's own reasons; a table of links has those of the field that made it."""
    maker: Any = model._meta.auto_created  # False, or the model that links
    if not maker:
        return dict(getattr(model, "in_the_clear", {}))
    for field in maker._meta.local_many_to_many:
        if field.remote_field.through is model:
            reason = getattr(maker, "in_the_clear", {}).get(field.name, "")
            return {each.name: reason for each in model._meta.concrete_fields if reason}
    return {}


def _field_names(model: type[models.Model]) -> set[str]:
    concrete = {field.name for field in model._meta.concrete_fields}
    return concrete | {field.name for field in model._meta.local_many_to_many}


def _in_a_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
