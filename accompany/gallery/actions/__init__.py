"""Every change to the gallery: checked, written and recorded in one transaction."""

from accompany.gallery.actions.consents import (
    ConsentEndsFirst,
    ConsentTooLong,
    give_consents,
    take_back,
    take_back_by_slip,
    take_down_for_its_artist,
)
from accompany.gallery.actions.hanging import (
    HangsAlready,
    NeverFromTherapy,
    NoAlternativeText,
    NoConsent,
    NotHung,
    hang,
    lower_what_may_not_hang,
    move,
    move_room,
    move_to_room,
    rename_room,
    take_down,
)
from accompany.gallery.actions.slips import make_slip, record_proof
from accompany.gallery.actions.works import (
    ChangedMeanwhile,
    StillHangs,
    TooFewKeepers,
    add_work,
    change_work,
    delete_work,
)

__all__ = [
    "ChangedMeanwhile",
    "ConsentEndsFirst",
    "ConsentTooLong",
    "HangsAlready",
    "NeverFromTherapy",
    "NoAlternativeText",
    "NoConsent",
    "NotHung",
    "StillHangs",
    "TooFewKeepers",
    "add_work",
    "change_work",
    "delete_work",
    "give_consents",
    "hang",
    "lower_what_may_not_hang",
    "make_slip",
    "move",
    "move_room",
    "move_to_room",
    "record_proof",
    "rename_room",
    "take_back",
    "take_back_by_slip",
    "take_down",
    "take_down_for_its_artist",
]
