"""What colleagues' coming, going and signing in is called in the ledger."""

from accompany.ledger.verbs import verb

SIGNED_IN = verb("signed in")
FAILED_TO_SIGN_IN = verb("failed to sign in")
LOCKED = verb("locked the desk")
ENDED_SESSION = verb("ended a session")
CHANGED_PASSPHRASE = verb("changed her passphrase")
CHANGED_AUTHENTICATOR = verb("changed her authenticator")
ADDED_SECURITY_KEY = verb("added a security key")
REMOVED_SECURITY_KEY = verb("removed a security key")
MADE_RECOVERY_CODES = verb("made new recovery codes")
SPENT_RECOVERY_CODE = verb("signed in with a recovery code")
INVITED = verb("invited a colleague")
INVITED_BACK = verb("gave a colleague a way back")
WITHDREW_INVITATION = verb("took an invitation back")
JOINED = verb("joined the house")
CAME_BACK = verb("came back with a new key")
APPROVED = verb("approved a colleague")
SEALED_TO = verb("gave a colleague the keys of a circle")
CHANGED_FACTS = verb("changed our hours, numbers or addresses")
LEFT = verb("saw a colleague off")
