"""Everything a person may do about a participant, one action each, by noun."""

from accompany.participants.actions.follow_ups import (
    DoneLongAgo,
    finish_follow_up,
    move_follow_up,
    plan_follow_up,
    resume_follow_up,
)
from accompany.participants.actions.glass import break_glass, review_glass
from accompany.participants.actions.records import close_record, open_record, reopen_record
from accompany.participants.actions.team import (
    choose_for_team,
    exclude,
    leave_team,
    unexclude,
)
from accompany.participants.actions.words import (
    ChangedMeanwhile,
    change_card,
    change_facts,
    change_safe_contact,
    change_sheet,
    show_numbers,
)

__all__ = [
    "ChangedMeanwhile",
    "DoneLongAgo",
    "break_glass",
    "change_card",
    "change_facts",
    "change_safe_contact",
    "change_sheet",
    "choose_for_team",
    "close_record",
    "exclude",
    "finish_follow_up",
    "leave_team",
    "move_follow_up",
    "open_record",
    "plan_follow_up",
    "reopen_record",
    "resume_follow_up",
    "review_glass",
    "show_numbers",
    "unexclude",
]
