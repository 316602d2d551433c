"""What the helpline writes into the ledger."""

from django.utils.translation import gettext_lazy as _

from accompany.ledger.verbs import verb

TEXT_ARRIVED = verb("took in a text", her_words=_("took in a text from you"))
CHAT_STARTED = verb("a chat was started")
CHAT_SAID = verb("took in a chat message", her_words=_("took in a chat message from you"))
CHAT_ENDED = verb("a chat ended")
LOOKED_AT_QUEUE = verb("looked at who is waiting", is_look=True)
READ = verb("read a conversation", her_words=_("read your conversation"), is_look=True)
TOOK = verb("took a conversation", her_words=_("answered you on the helpline"))
STEPPED_BACK = verb("gave a conversation back to the queue")
HANDED_OVER = verb("handed a conversation over", her_words=_("asked a colleague to go on with you"))
REPLIED = verb("replied", her_words=_("wrote to you"))
QUEUED = verb("queued a text", her_words=_("sent you a text"))
SENT = verb("a text went out")
NOT_SENT = verb("a text did not go out")
SEND_AGAIN = verb("queued a text again")
WROTE_NOTE = verb("wrote a note to colleagues")
WROTE_SHEET = verb("wrote down what they told us", her_words=_("wrote down what you told us"))
CLOSED = verb("closed a conversation")
BROUGHT_BACK = verb("brought a conversation back")
MOVED = verb("moved into a file", her_words=_("put your conversation in your record"))
ERASED = verb("erased a conversation on its day", erases=True)
REMOVED_THERE = verb("removed at the telephone company")
ON_DUTY = verb("began taking chats and texts")
OFF_DUTY = verb("stepped away from chats and texts")
LOGGED = verb("logged a contact")
UNDID_LOG = verb("undid a logged contact")
WROTE_PHRASE = verb("wrote a saved phrase")
RETIRED_PHRASE = verb("retired a saved phrase")
