"""Finding people: a search opens sealed find pages and matches in memory; no index of names exists.

A find page holds the search words of up to 256 cards in a lockbox of its own. When one of its cards
changes, is closed to somebody, or is forgotten, the page and its shred key go in the same step, and
the next finder builds it anew from the cards. A few cards without a page are opened one by one; at
most one page has much room, so pages stay few. A colleague whom someone excludes finds the same
nothing as if there were nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from uuid import UUID

from django.db import transaction

from accompany import clock
from accompany.ledger.asking import as_id, ask, find, places
from accompany.ledger.lines import Actor, opening, record
from accompany.participants import access, verbs
from accompany.participants.matching import Hit, Page, words_of
from accompany.participants.models import Card, FindPage, Participant
from accompany.participants.reach import KEPT_AWAY, as_sealed
from accompany.participants.words import CardWords
from accompany.sealed.circles import SURVIVORS
from accompany.sealed.lockboxes import make_lockbox, open_lockboxes, order_shred
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

CARDS_ON_A_PAGE = 256
FEW = 48
SHOWN = 20
ROUNDS = 3

WITHOUT_A_PAGE = "SELECT id FROM participants_card WHERE page_id IS NULL ORDER BY id"
PAGES = "SELECT id, version, lockbox_id, sealed FROM participants_findpage"
FEW_CARDS = """
    SELECT participant_id, id, version, lockbox_id, sealed FROM participants_card
    WHERE page_id IS NULL LIMIT %s"""


@dataclass(frozen=True)
class Found:
    """Somebody a search found, by her card alone."""

    participant: Participant
    card: CardWords
    score: float

    @property
    def others(self) -> tuple[str, ...]:
        """Her other names, so that one can see why she was found."""
        return self.card.all_names[1:]


def search(query: str, *, by: Acting) -> list[Found]:
    """The people whose names answer a query, the likeliest first. One line, without words."""
    require(by, Capability.FIND_PEOPLE)
    opening(verbs.SEARCHED, by=by)
    words = words_of(query)
    if not words or len("".join(words)) < 2:
        return []
    build(by=by)
    shut = {as_id(id) for (id,) in ask(KEPT_AWAY, [by.id])}
    hits = (hit for hit in _hits(words, by) if hit.id not in shut)
    best = nlargest(SHOWN, hits, key=lambda hit: (hit.score, hit.id))
    return _opened(best, by)


def build(*, by: Acting) -> int:
    """Build the find pages that are missing, each in a transaction of its own. Returns how many.

    `FEW` cards or less are left without a page: a page for them would soon be built again.
    """
    built = 0
    for _round in range(ROUNDS):
        waiting = [as_id(id) for (id,) in ask(WITHOUT_A_PAGE, [])]
        for start in range(0, len(waiting), CARDS_ON_A_PAGE):
            if len(waiting) - start <= FEW:
                return built
            built += _build_one(waiting[start : start + CARDS_ON_A_PAGE], by)
    return built


def drop_page(card: Card) -> FindPage | None:
    """Destroy the page that knows this card. The action records it with `record_dropped`."""
    page = FindPage.objects.filter(id=card.page_id).first() if card.page_id else None
    if page is None:
        return None
    order_shred([page.lockbox_id])
    FindPage.objects.filter(id=page.id).delete()
    return page


def record_dropped(page: FindPage | None, *, by: Actor) -> None:
    if page is not None:
        record(verbs.DROPPED_FIND_PAGE, page, by=by)


def _hits(words: list[str], by: Acting) -> Iterator[Hit]:
    pages = [(as_id(id), n, as_id(lockbox), sealed) for id, n, lockbox, sealed in ask(PAGES, [])]
    whose, few = as_sealed(ask(FEW_CARDS, [CARDS_ON_A_PAGE]))
    boxes = open_lockboxes([lockbox for _id, _n, lockbox, _sealed in chain(pages, few)], by=by)
    opened = (page for _id, page in FindPage.open_values(pages, boxes))
    rest = Page.of((whose[id], card.all_names) for id, card in Card.open_values(few, boxes))
    return chain.from_iterable(page.find(words) for page in chain(opened, [rest]))


def _page_of(cards: list[Card], by: Acting) -> tuple[Page, list[Card]]:
    """The search words of those cards that open, and which they are."""
    boxes = open_lockboxes([card.lockbox_id for card in cards], by=by)
    openable = [card for card in cards if card.lockbox_id in boxes]
    values = ((card.id, card.version, card.lockbox_id, card.sealed) for card in openable)
    words = dict(Card.open_values(values, boxes))
    page = Page.of((card.participant_id, words[card.id].all_names) for card in openable)
    return page, openable


def _opened(hits: Sequence[Hit], by: Acting) -> list[Found]:
    ids = [hit.id for hit in hits]
    cards = access.cards(ids, by)
    rows = find(Participant, f"WHERE id IN ({places(ids)})", ids) if ids else []
    people = {row.id: row for row in rows}
    return [
        Found(people[hit.id], cards[hit.id], hit.score)
        for hit in hits
        if hit.id in cards and hit.id in people
    ]


def _build_one(ids: list[UUID], by: Acting) -> int:
    """Build one page from these cards and those of a page that has room; 0 if others did."""
    neighbor = _page_with_room(len(ids))
    if neighbor is not None:
        ids = ids + list(Card.objects.filter(page=neighbor).values_list("id", flat=True))
    cards = list(Card.objects.filter(id__in=ids).order_by("id"))
    words, openable = _page_of(cards, by)
    return _keep(words, openable, neighbor, by) if openable else 0


@transaction.atomic
def _keep(words: Page, cards: list[Card], neighbor: FindPage | None, by: Acting) -> int:
    """Save a page, unless a card changed or found another page meanwhile."""
    before = {card.id: card.version for card in cards}
    now = Card.objects.select_for_update().filter(id__in=list(before))
    if {id: (version, page) for id, version, page in now.values_list("id", "version", "page")} != {
        card.id: (card.version, card.page_id) for card in cards
    }:
        return 0
    if neighbor is not None:
        order_shred([neighbor.lockbox_id])
        FindPage.objects.filter(id=neighbor.id).delete()
    page = FindPage(cards=len(cards), built_at=clock.now())
    page.seal(words, box=make_lockbox("find page", circles=[SURVIVORS])).save()
    Card.objects.filter(id__in=list(before)).update(page=page)
    record_dropped(neighbor, by=by)
    record(verbs.BUILT_FIND_PAGE, page, by=by, cards=len(cards))
    return 1


def _page_with_room(for_cards: int) -> FindPage | None:
    room = CARDS_ON_A_PAGE - for_cards
    return FindPage.objects.filter(cards__lte=room).order_by("cards").first() if room else None
