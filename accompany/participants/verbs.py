"""What the ledger may say about people accompanied, and how it is said to her."""

from django.utils.translation import gettext_lazy as _

from accompany.ledger.verbs import verb

SEARCHED = verb("searched for a person", is_look=True)
BUILT_FIND_PAGE = verb("built a find page")
DROPPED_FIND_PAGE = verb("dropped a find page", erases=True)

OPENED_RECORD = verb(
    "opened a participant record", her_words=_("opened your record, with your yes")
)
CLOSED_RECORD = verb("closed a participant record", her_words=_("closed your record"))
REOPENED_RECORD = verb("reopened a participant record", her_words=_("opened your record again"))

LOOKED_AT_CARD = verb(
    "opened a card",
    her_words=_("looked at your name and how to reach you safely"),
    is_look=True,
)
LOOKED_AT_FILE = verb("opened a file", her_words=_("opened your file"), is_look=True)
LOOKED_AT_FACTS = verb(
    "opened facts", her_words=_("looked at what you told us about yourself"), is_look=True
)
LOOKED_AT_LIST = verb("opened a list of people", is_look=True)
LOOKED_AT_LOOKS = verb(
    "opened who has looked", her_words=_("looked at this list of who has looked"), is_look=True
)
SHOWED_NUMBER = verb("showed a number", her_words=_("looked at your phone number"), is_look=True)

WROTE_CARD = verb("wrote a card", her_words=_("wrote down the name you gave"))
CHANGED_CARD = verb("changed a card", her_words=_("changed your name or what you go by"))
CHANGED_SAFE_CONTACT = verb(
    "changed safe contact", her_words=_("changed how to reach you safely, as you said")
)
WROTE_SHEET = verb("wrote a file sheet", her_words=_("began your file"))
CHANGED_SHEET = verb(
    "changed a file sheet", her_words=_("changed your numbers, addresses or what you work toward")
)
WROTE_FACTS = verb("wrote facts", her_words=_("wrote down what you told us about yourself"))
CHANGED_FACTS = verb("changed facts", her_words=_("changed what you told us about yourself"))
COUNTED_FACTS = verb("counted facts", is_look=True)

CHOSE_TEAM = verb("joined a care team", her_words=_("added someone you chose to your care team"))
LEFT_TEAM = verb("left a care team", her_words=_("took someone off your care team"))
EXCLUDED = verb("excluded a colleague", her_words=_("closed your record to someone, as you asked"))
LET_BACK = verb("let a colleague back", her_words=_("opened your record to someone again"))

PLANNED_FOLLOW_UP = verb("planned a follow-up", her_words=_("planned to get back to you"))
MOVED_FOLLOW_UP = verb(
    "moved a follow-up", her_words=_("changed the day on which we get back to you")
)
FINISHED_FOLLOW_UP = verb("finished a follow-up", her_words=_("got back to you as planned"))
RESUMED_FOLLOW_UP = verb(
    "resumed a follow-up", her_words=_("took back that we had got back to you")
)

BROKE_GLASS = verb(
    "broke the glass",
    her_words=_("opened your file without being on your care team, and gave a reason"),
    is_look=True,
)
REVIEWED_GLASS = verb(
    "reviewed a broken glass",
    her_words=_("checked why someone outside your care team opened your file"),
)
LOOKED_AT_REASONS = verb("opened reasons for breaking the glass", is_look=True)

ASKED_TO_BE_FORGOTTEN = verb(
    "asked to be forgotten", her_words=_("wrote down that you ask to be forgotten")
)
TOOK_BACK_ASKING = verb(
    "took back asking to be forgotten", her_words=_("wrote down that you took that back")
)
FORGOT = verb("forgot a person", erases=True)
FORGOT_WITH_HER = verb("forgot a conversation with its person", erases=True)
HELD = verb("placed a legal hold", her_words=_("must keep your record for now, by law"))
LIFTED_HOLD = verb("lifted a legal hold", her_words=_("no longer has to keep your record by law"))
