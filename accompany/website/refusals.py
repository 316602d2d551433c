"""What the public site says no to."""

from django.utils.translation import gettext_lazy as _

from accompany.house.refusals import Refusal


class AskTheCouncil(Refusal):
    message = _(
        "This page is about participants. Send it to the survivor council;"
        " it is public once a member has said yes to it."
    )


class NotWaiting(Refusal):
    message = _(
        "This page is not waiting for the council any more: one of you decided, or its editor took"
        " it back."
    )


class ChangedMeanwhile(Refusal):
    message = _(
        "This page was changed meanwhile, so what you were asked about it is closed. When its"
        " editor asks again, it is here."
    )


class OwnPage(Refusal):
    message = _("You sent this page yourself. Another member of the council decides.")


class SayWhy(Refusal):
    message = _("Say what the editor should change, so that she can.")


class AlreadyStarted(Refusal):
    message = _("This house has a public site already. Nothing was changed.")


class HasATwin(Refusal):
    message = _("This page is there in Spanish already. Nothing was changed.")


class HasNoTwin(Refusal):
    message = _("This page is not there in Spanish yet. Begin it first.")


class OfAWork(Refusal):
    message = _(
        "The gallery has this address, or a work hung there once, and it stays that work’s."
        " Choose another ending for the address."
    )
