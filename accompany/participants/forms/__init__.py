"""What a colleague typed about a person, made clean. Nothing is saved here.

Everything about her is hers to leave out: no field is required but one name and her yes.
"""

from accompany.participants.forms.acts import (
    AskForm,
    ChooseForm,
    FollowUpForm,
    MoveForm,
    OpenRecordForm,
    ReasonForm,
)
from accompany.participants.forms.facts import FactsForm
from accompany.participants.forms.names import CardForm
from accompany.participants.forms.safe import SafeContactForm
from accompany.participants.forms.sheet import SheetForm

__all__ = [
    "AskForm",
    "CardForm",
    "ChooseForm",
    "FactsForm",
    "FollowUpForm",
    "MoveForm",
    "OpenRecordForm",
    "ReasonForm",
    "SafeContactForm",
    "SheetForm",
]
