"""The pages of the gallery: what everybody sees, the keeper's desk, what the council is asked, and
what any colleague does.
"""

from accompany.gallery.views.council import ask, proposal, proposal_picture, say_no, say_yes
from accompany.gallery.views.hanging import (
    down,
    hang,
    move,
    move_room,
    move_to_room,
    proof_for_her,
    put_back,
    room,
    rooms,
    take_down,
    take_down_for_her,
)
from accompany.gallery.views.public import gone, picture, withdraw
from accompany.gallery.views.works import (
    add,
    change,
    consent,
    delete,
    proof,
    sealed_picture,
    slip,
    take_back,
    wall,
    work,
)

__all__ = [
    "add",
    "ask",
    "change",
    "consent",
    "delete",
    "down",
    "gone",
    "hang",
    "move",
    "move_room",
    "move_to_room",
    "picture",
    "proof",
    "proof_for_her",
    "proposal",
    "proposal_picture",
    "put_back",
    "room",
    "rooms",
    "say_no",
    "say_yes",
    "sealed_picture",
    "slip",
    "take_back",
    "take_down",
    "take_down_for_her",
    "wall",
    "withdraw",
    "work",
]
