"""The lives that rows lead, and the functions of the code that take them from state to state.

Each arrow names the function that makes it. `written_by` reads the code for every function that
writes one of a life's columns, so that an arrow nobody makes and a function nobody drew both show.
Write the page anew with `python -m tests.states > docs/states.md`.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EDGE = "[*]"  # where a drawn life begins, and where it ends
NEW = GONE = EDGE


@dataclass(frozen=True)
class Arrow:
    starts: tuple[str, ...]
    end: str
    by: str
    when: str


@dataclass(frozen=True)
class Life:
    """One model's states, and what in the code shows that a function leads into each of them.

    A function shows `new` or `gone` where it makes or deletes a row, the columns it writes, and the
    names of the states it hands to one of the `setters`.
    """

    title: str
    model: str
    files: str
    columns: frozenset[str]
    marks: Mapping[str, set[str]]
    arrows: tuple[Arrow, ...]
    setters: frozenset[str] = field(default=frozenset())

    def states(self) -> set[str]:
        return {end for arrow in self.arrows for end in (*arrow.starts, arrow.end)} - {EDGE}

    def drawn(self) -> dict[str, set[str]]:
        """Into which states each function leads, as it is drawn."""
        found: dict[str, set[str]] = {}
        for arrow in self.arrows:
            found.setdefault(arrow.by, set()).add("made" if NEW in arrow.starts else arrow.end)
        return found


GOING = ("waiting", "with a colleague")

CONVERSATION = Life(
    "A conversation",
    "Conversation",
    "accompany/helpline/**/*.py",
    frozenset({"assigned_to", "ended_at", "moved_at"}),
    {
        "made": {"new"},
        "waiting": {"assigned_to"},
        "with a colleague": {"assigned_to"},
        "ended": {"ended_at"},
        "in a file": {"moved_at"},
        GONE: {"gone"},
    },
    (
        Arrow(
            (NEW,),
            "waiting",
            "texts._conversation",
            "a text comes, and none with its number is going",
        ),
        Arrow((NEW,), "waiting", "chats._begin", "a visitor begins a chat"),
        Arrow(("waiting",), "with a colleague", "desk._assign", "a colleague takes it"),
        Arrow(("waiting",), "with a colleague", "desk._say", "a colleague answers"),
        Arrow(("with a colleague",), "with a colleague", "desk._assign", "it is handed over"),
        Arrow(("with a colleague",), "waiting", "desk.step_back", "it is given back to the queue"),
        Arrow(
            GOING, "ended", "chats.end", "closed by us, or the visitor left, stopped or was silent"
        ),
        Arrow(("ended",), "with a colleague", "desk.bring_back", "a closed text, before its day"),
        Arrow((*GOING, "ended"), "in a file", "handoff.move", "it is moved into her record"),
        Arrow((*GOING, "ended"), GONE, "forgetting._erase", "its day came"),
        Arrow(
            (*GOING, "ended", "in a file"),
            GONE,
            "forgetting.forget_participant",
            "she is forgotten",
        ),
    ),
)

OUTGOING = Life(
    "A text of ours",
    "OutgoingText",
    "accompany/helpline/**/*.py",
    frozenset({"state"}),
    {"made": {"new"}},
    (
        Arrow(
            (NEW,), "queued", "outlets.queue_text", "a colleague answers a text, or sends it again"
        ),
        Arrow(("queued",), "sending", "outbox._claim", "the loop takes it"),
        Arrow(("queued",), "failed", "outbox.give_up", "it waited fifteen minutes"),
        Arrow(("queued",), "failed", "outbox.void_for", "her safe-contact rule changed"),
        Arrow(("sending",), "failed", "outbox._claim", "it may not go any more"),
        Arrow(("sending",), "queued", "outbox._not_sent", "the company could not be reached"),
        Arrow(("sending", "unknown"), "failed", "outbox._not_sent", "the company refused it"),
        Arrow(("sending", "unknown"), "sent", "outbox._sent", "the company took it"),
        Arrow(("sending",), "unknown", "outbox.send_one", "the company's answer was lost"),
        Arrow(("sending",), "unknown", "outbox.give_up", "two minutes went by without an answer"),
        Arrow(("sent",), "delivered", "outbox.heard", "the company says so"),
        Arrow(("sent",), "failed", "outbox.heard", "it did not reach the telephone"),
    ),
    frozenset({"_settle"}),
)

REPORT = Life(
    "A report",
    "Report",
    "accompany/grants/*.py",
    frozenset({"ready_at", "ticked_at", "frozen_at"}),
    {"made": {"new"}, "ticked": {"ticked_at"}, "frozen": {"frozen_at"}, GONE: {"gone"}},
    (
        Arrow((NEW,), "ready", "actions._keep", "the quarter is counted and its numbers are kept"),
        Arrow(("ready",), "ticked", "actions.tick", "a second person agrees to exactly these"),
        Arrow(("ticked",), "frozen", "actions.freeze", "it is what was sent"),
        Arrow(("ready", "ticked"), GONE, "actions.take_back", "back to a draft that counts anew"),
        Arrow(("ready", "ticked"), GONE, "actions.replay", "an older copy came back after that"),
    ),
)

ERASURE = Life(
    "An asking to be forgotten",
    "Erasure",
    "accompany/participants/**/*.py",
    frozenset({"asked_at", "taken_back_at", "done_at"}),
    {"made": {"new"}, "taken back": {"taken_back_at"}, "done": {"done_at"}},
    (
        Arrow(
            (NEW,), "asked", "erasure.ask_to_be_forgotten", "one of her care team writes it down"
        ),
        Arrow(("asked",), "taken back", "erasure.take_back_asking", "she takes it back"),
        Arrow(("asked",), "done", "erasure.forget", "a second person does it"),
        Arrow(("asked",), "done", "erasure._forget_again", "an older copy came back after that"),
    ),
)

LIVES = (CONVERSATION, OUTGOING, REPORT, ERASURE)


def written_by(life: Life) -> dict[str, set[str]]:
    """What every function shows that makes, moves or deletes a row of this life."""
    found: dict[str, set[str]] = {}
    for path in sorted(ROOT.glob(life.files)):
        if {"tests", "migrations"} & set(path.parts) or path.name == "testing.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.FunctionDef) or node.name in life.setters:
                continue
            if shown := set(_shown(node, life)):
                found[f"{path.stem}.{node.name}"] = shown
    return found


def _shown(function: ast.FunctionDef, life: Life) -> Iterator[str]:
    text = ast.unparse(function)
    if not re.search(rf"\b({life.model}|{'|'.join(life.setters) or life.model})\b", text):
        return
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield from life.columns & {node.attr}
        elif isinstance(node, ast.Call):
            yield from _shown_by(node, life, text)


def _shown_by(call: ast.Call, life: Life, text: str) -> Iterator[str]:
    called = ast.unparse(call.func)
    on, _, name = called.rpartition(".")
    is_its = on.isidentifier() or on.startswith((f"{life.model}.", f"{life.model}("))
    if name in life.setters:
        yield from (each.lower() for each in re.findall(r"\bState\.([A-Z]+)", text))
    elif called == life.model or (is_its and on.startswith(life.model) and "create" in name):
        yield "new"
    elif is_its and name == "delete":
        yield "gone"
    elif is_its and name == "update":
        yield from life.columns & {each.arg for each in call.keywords if each.arg}


def page() -> str:
    """The page `docs/states.md`."""
    parts = [
        "# States",
        "",
        "How four kinds of rows live, and which function takes them from state to state. A test\n"
        "reads the code: it fails when a function that moves one of them is not drawn here.",
    ]
    for life in LIVES:
        parts += [
            "",
            f"## {life.title}",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *_diagram(life),
            "```",
        ]
        parts += ["", "| from | to | when | function |", "|---|---|---|---|"]
        parts += [
            f"| {_of(a.starts, 'new')} | {_of((a.end,), 'gone')} | {a.when} | `{a.by}` |"
            for a in life.arrows
        ]
    return "\n".join(parts) + "\n"


def _of(names: tuple[str, ...], edge: str) -> str:
    return ", ".join(edge if name == EDGE else name for name in names)


def _diagram(life: Life) -> Iterator[str]:
    for state in sorted(each for each in life.states() if " " in each):
        yield f'    state "{state}" as {_id(state)}'
    for arrow in life.arrows:
        for start in arrow.starts:
            yield f"    {_id(start)} --> {_id(arrow.end)}: {arrow.when}"


def _id(state: str) -> str:
    return state.replace(" ", "_")


if __name__ == "__main__":
    print(page(), end="")
