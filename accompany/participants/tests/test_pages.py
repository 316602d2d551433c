"""Pages about a person, asked for as colleagues ask for them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accompany import clock
from accompany.ledger.models import Line
from accompany.participants import access, actions
from accompany.participants.models import Card, FollowUp, GlassOpening, Participant
from accompany.participants.testing import KIM, make_circles, make_participant
from accompany.participants.words import CardWords, Number
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

REASON = "She texted a lemon and Delphine is asleep."


@pytest.fixture
def tamsin():
    make_circles()
    return make_colleague(Role.HELPLINE, "Tamsin O.")


@pytest.fixture
def delphine(tamsin):
    return make_colleague(Role.ADVOCATE, "Delphine A.")


@pytest.fixture
def bea(tamsin):
    return make_colleague(Role.OUTREACH, "Bea L.")


@pytest.fixture
def juniper(delphine):
    return make_participant(by=delphine, numbers=[Number("+12065550142", "her own")])


def page(client, by, name, *args):
    return sign_in(client, by).get(reverse(f"participants:{name}", args=args))


def post(client, by, name, *args, **typed):
    return sign_in(client, by).post(reverse(f"participants:{name}", args=args), typed)


def find(client, by, query):
    return post(client, by, "find", q=query).content.decode()


PAGES_OF_HERS = ["card", "safe-contact", "sheet", "facts", "team", "follow-up", "break-glass"]


@pytest.mark.parametrize("name", [*PAGES_OF_HERS, "ask-to-be-forgotten"])
def test_every_page_of_hers_opens_for_her_care_team(client, delphine, juniper, name):
    response = page(client, delphine, name, juniper.id)

    if name == "break-glass":
        assert response.status_code == 302
    else:
        assert response.status_code == 200
        assert "Juniper" in response.content.decode()


@pytest.mark.parametrize("name", [*PAGES_OF_HERS, "ask-to-be-forgotten"])
@pytest.mark.parametrize("role", [Role.GRANTS, Role.DIRECTION, Role.ADMINISTRATOR])
def test_whoever_does_not_accompany_people_finds_no_page(client, juniper, name, role):
    assert page(client, make_colleague(role), name, juniper.id).status_code == 404


@pytest.mark.parametrize("name", [*PAGES_OF_HERS, "ask-to-be-forgotten"])
def test_a_strangers_id_is_no_page(client, delphine, juniper, name):
    assert page(client, delphine, name, uuid4()).status_code == 404


@pytest.mark.parametrize("name", [*PAGES_OF_HERS, "ask-to-be-forgotten"])
def test_whom_she_keeps_away_finds_no_page(client, delphine, bea, juniper, name):
    actions.exclude(participant=juniper, colleague=bea.colleague, by=delphine)

    assert page(client, bea, name, juniper.id).status_code == 404


@pytest.mark.parametrize("name", ["sheet", "facts", "team"])
def test_pages_of_the_file_lead_others_to_the_sealed_page(client, bea, juniper, name):
    response = page(client, bea, name, juniper.id)

    assert response.status_code == 302
    assert response["Location"] == reverse("workday:record", args=[juniper.id])


def new_record(client, by, **typed):
    typed = {"form_id": str(uuid4()), "yes": "on", "voicemail": "no"} | typed
    return post(client, by, "open-record", **typed)


def test_an_alias_and_a_yes_open_a_record(client, tamsin, delphine):
    response = new_record(client, tamsin, aliases="Juniper", team=[str(delphine.id)])

    assert response.status_code == 302
    person = Participant.objects.get()
    assert access.team_of(person) == [delphine.colleague]
    assert access.card(person, tamsin).words.called == "Juniper"


def test_without_her_yes_no_record_opens_and_nothing_typed_is_lost(client, tamsin, delphine):
    response = new_record(client, tamsin, called="Juniper", team=[str(delphine.id)], yes="")

    assert response.status_code == 422
    assert "only with her yes" in response.content.decode()
    assert "Juniper" in response.content.decode()
    assert not Participant.objects.exists()


def test_a_double_click_opens_one_record(client, tamsin, delphine):
    typed = {"called": "Juniper", "team": [str(delphine.id)], "form_id": str(uuid4())}

    new_record(client, tamsin, **typed)
    new_record(client, tamsin, **typed)

    assert Participant.objects.count() == 1


def test_what_is_typed_for_a_record_becomes_rules_and_numbers(client, tamsin, delphine):
    new_record(
        client,
        tamsin,
        called="Juniper",
        team=[str(delphine.id)],
        channels=["call"],
        say="Kim from the salon",
        hours_from="10:00",
        hours_until="14:00",
        numbers="her own (206) 555-0142",
    )

    person = Participant.objects.get()
    safe = access.safe(person, tamsin)
    assert safe.sentence == "Call only, 10 am to 2 pm."
    assert "No voicemail" in safe.rules
    assert access.sheet(person, delphine).words.numbers == (Number("+12065550142", "her own"),)


@pytest.mark.parametrize("called", ["<script>alert(1)</script>", "{{ 7 }}", "Zoë 🍋", "a" * 120])
def test_markup_in_a_name_is_shown_as_text(client, tamsin, delphine, called):
    new_record(client, tamsin, called=called, team=[str(delphine.id)])

    shown = page(client, delphine, "card", Participant.objects.get().id).content.decode()
    assert "<script>alert" not in shown
    assert access.card(Participant.objects.get(), delphine).words.called == called


def test_a_misspelled_alias_finds_her_card_and_not_her_file(client, bea, juniper):
    shown = find(client, bea, "Jewniper")

    assert "Juniper" in shown
    assert "555" not in shown


@pytest.mark.parametrize(
    "query", ["", "J", "a" * 10_000, "(a+)+$" * 50, "Jun\x00iper", "%", "_", "*", "'; --", "🍋"]
)
def test_any_query_has_a_calm_answer(client, bea, juniper, query):
    response = post(client, bea, "find", q=query)

    assert response.status_code == 200
    assert "neither say" in response.content.decode()


def test_a_search_says_the_same_for_nobody_and_for_whom_one_may_not_find(
    client, delphine, bea, juniper
):
    actions.exclude(participant=juniper, colleague=bea.colleague, by=delphine)

    kept_away, nobody = find(client, bea, "Juniper"), find(client, bea, "Zebulon")

    assert (
        kept_away.replace("Juniper", "").split("csrf")[0]
        == nobody.replace("Zebulon", "").split("csrf")[0]
    )
    assert "No card answers" in kept_away
    assert "No card answers" in nobody


def test_one_search_is_one_line_without_words(client, bea, juniper):
    before = Line.objects.filter(verb="searched for a person").count()

    find(client, bea, "Juniper")

    line = Line.objects.filter(verb="searched for a person").order_by("-seq")[0]
    assert Line.objects.filter(verb="searched for a person").count() == before + 1
    assert (line.subject, line.facts) == (None, "{}")


def test_administrators_and_grants_cannot_search(client, juniper):
    for role in (Role.ADMINISTRATOR, Role.GRANTS):
        assert post(client, make_colleague(role), "find", q="Juniper").status_code == 404


def test_a_number_is_shown_when_asked_for_and_that_is_recorded(client, delphine, juniper):
    shown = post(client, delphine, "show-numbers", juniper.id)

    assert "206-555-0142" in shown.content.decode()
    assert "Kim from the salon" in shown.content.decode()
    assert Line.objects.filter(verb="showed a number", subject=juniper.handle).count() == 1


def test_a_number_is_never_on_an_address_one_can_follow(client, delphine, juniper):
    assert page(client, delphine, "show-numbers", juniper.id).status_code == 405


def test_a_number_is_not_shown_to_others(client, bea, juniper):
    response = post(client, bea, "show-numbers", juniper.id)

    assert response.status_code == 302
    assert not Line.objects.filter(verb="showed a number").exists()


def test_two_people_editing_are_both_told_and_lose_nothing(client, delphine, bea, juniper):
    seen = Card.objects.get().version
    post(client, delphine, "card", juniper.id, called="June", seen=seen)

    response = post(client, bea, "card", juniper.id, called="Juno", seen=seen)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "Somebody else changed this" in shown
    assert "June" in shown
    assert "Juno" in shown
    assert access.card(juniper, bea).words.called == "June"
    again = post(client, bea, "card", juniper.id, called="Juno", seen=seen + 1)
    assert again.status_code == 302
    assert access.card(juniper, bea).words.called == "Juno"


def test_facts_may_all_stay_unasked(client, delphine, juniper):
    response = post(client, delphine, "facts", juniper.id, seen=1)

    assert response.status_code == 302
    assert access.facts(juniper, delphine).words.race == ("not_asked",)


def test_facts_take_several_races_and_a_refusal(client, delphine, juniper):
    post(
        client,
        delphine,
        "facts",
        juniper.id,
        seen=1,
        race=["black", "white"],
        gender="declined",
        victimization=["trafficking_sex"],
    )

    words = access.facts(juniper, delphine).words
    assert words.race == ("black", "white")
    assert words.gender == "declined"


def test_a_follow_up_stands_on_the_right_today(client, tamsin, delphine, juniper):
    tomorrow = clock.today() + timedelta(days=1)
    typed = {
        "what": "Call her, say Kim from the salon",
        "due_on": tomorrow.isoformat(),
        "not_before": "10:00",
        "not_after": "14:00",
        "for_colleague": str(delphine.id),
        "form_id": str(uuid4()),
    }

    assert post(client, tamsin, "follow-up", juniper.id, **typed).status_code == 302
    post(client, tamsin, "follow-up", juniper.id, **typed)

    due = access.due(delphine, until=tomorrow)
    assert [each.what for each in due] == ["Call her, say Kim from the salon"]
    assert access.due(tamsin, until=tomorrow) == []
    assert FollowUp.objects.count() == 1


def test_a_follow_up_is_done_once(client, delphine, juniper):
    promise = actions.plan_follow_up(
        participant=juniper,
        what="Call",
        due_on=clock.today(),
        for_colleague=delphine.colleague,
        by=delphine,
    )

    for _click in range(2):
        assert post(client, delphine, "finish-follow-up", promise.id).status_code == 302

    assert Line.objects.filter(verb="finished a follow-up").count() == 1


def test_a_follow_up_that_was_not_done_after_all_waits_again(client, bea, delphine, juniper):
    promise = actions.plan_follow_up(
        participant=juniper,
        what="Call",
        due_on=clock.today(),
        for_colleague=delphine.colleague,
        by=delphine,
    )
    actions.finish_follow_up(follow_up=promise, by=delphine)

    assert post(client, bea, "resume-follow-up", promise.id).status_code == 404
    for _click in range(2):
        assert post(client, delphine, "resume-follow-up", promise.id).status_code == 302

    promise.refresh_from_db()
    assert not promise.is_done
    assert Line.objects.filter(verb="resumed a follow-up").count() == 1


def test_what_was_done_long_ago_stays_done(client, delphine, juniper):
    promise = actions.plan_follow_up(
        participant=juniper,
        what="Call",
        due_on=clock.today(),
        for_colleague=delphine.colleague,
        by=delphine,
    )
    actions.finish_follow_up(follow_up=promise, by=delphine)

    with clock.stopped_at(clock.now() + timedelta(hours=2)), pytest.raises(actions.DoneLongAgo):
        actions.resume_follow_up(follow_up=promise, by=delphine)

    promise.refresh_from_db()
    assert promise.is_done


def test_a_follow_up_of_somebody_else_looks_like_none(client, bea, delphine, juniper):
    promise = actions.plan_follow_up(
        participant=juniper,
        what="Call",
        due_on=clock.today(),
        for_colleague=delphine.colleague,
        by=delphine,
    )

    assert post(client, bea, "finish-follow-up", promise.id).status_code == 404
    assert page(client, bea, "change-follow-up", promise.id).status_code == 404


def test_a_follow_up_moves_to_another_day(client, delphine, juniper):
    promise = actions.plan_follow_up(
        participant=juniper,
        what="Call",
        due_on=clock.today(),
        for_colleague=delphine.colleague,
        by=delphine,
    )
    day = clock.today() + timedelta(days=3)

    assert post(client, delphine, "change-follow-up", promise.id, due_on=day).status_code == 302
    promise.refresh_from_db()
    assert promise.due_on == day


def test_a_reason_shorter_than_twenty_letters_opens_nothing(client, bea, juniper):
    response = post(client, bea, "break-glass", juniper.id, reason="because")

    assert response.status_code == 422
    assert "at least 20 letters" in response.content.decode()
    assert not GlassOpening.objects.exists()


def test_breaking_the_glass_is_seen_at_once_by_team_and_supervisors(client, bea, delphine, juniper):
    from accompany.participants.notices import notices

    supervisor = make_colleague(Role.SUPERVISOR)
    assert post(client, bea, "break-glass", juniper.id, reason=REASON).status_code == 302

    for reader in (delphine, supervisor):
        assert [notice.is_urgent for notice in notices(reader)] == [True]
        assert REASON in page(client, reader, "glass").content.decode()
    assert notices(bea) == []


def test_a_supervisor_reviews_and_who_broke_it_cannot(client, juniper):
    first, second = make_colleague(Role.SUPERVISOR), make_colleague(Role.SUPERVISOR)
    actions.break_glass(participant=juniper, reason=REASON, by=first)
    opened = GlassOpening.objects.get()

    post(client, first, "review-glass", opened.id)
    opened.refresh_from_db()
    assert opened.reviewed_at is None

    post(client, second, "review-glass", opened.id)
    opened.refresh_from_db()
    assert opened.reviewed_by == second.colleague


def test_the_team_page_gives_and_takes_keys(client, delphine, bea, juniper):
    post(client, delphine, "team", juniper.id, colleague=str(bea.id))
    assert access.file_box(juniper, bea)

    post(client, bea, "leave-team", juniper.id, colleague=str(delphine.id))
    assert [each.name for each in access.team_of(juniper)] == ["Bea L."]


def test_excluding_oneself_leads_away_from_her(client, delphine, bea, juniper):
    actions.choose_for_team(participant=juniper, colleague=bea.colleague, by=delphine)

    response = post(client, bea, "exclude", juniper.id, colleague=str(bea.id))

    assert response["Location"] == reverse("workday:people")


def test_closing_and_reopening_a_record(client, delphine, juniper):
    post(client, delphine, "close-record", juniper.id)
    juniper.refresh_from_db()
    assert not juniper.is_open

    post(client, delphine, "reopen-record", juniper.id)
    juniper.refresh_from_db()
    assert juniper.is_open


def test_changing_rules_keeps_windows_the_form_does_not_show(client, delphine):
    from dataclasses import replace

    from accompany.participants.safe_contact import Window

    windows = tuple(Window(f"{hour}:00", f"{hour}:30") for hour in (10, 12, 14))
    person = make_participant(by=delphine, safe=replace(KIM, windows=windows))
    typed = {"channels": ["text"], "voicemail": "no", "seen": 1}
    typed |= {"hours_from": "10:00", "hours_until": "10:30"}
    typed |= {"hours_again_from": "12:00", "hours_again_until": "12:30"}

    assert post(client, delphine, "safe-contact", person.id, **typed).status_code == 302

    assert access.safe(person, delphine).windows == windows
    assert access.safe(person, delphine).channels == ("text",)


@pytest.mark.parametrize(
    "hours", [{"hours_from": "10:00"}, {"hours_from": "25:00"}, {"hours_until": "x"}]
)
def test_half_a_window_is_refused_and_kept(client, delphine, juniper, hours):
    typed = {"channels": ["text"], "say": "Pat", "seen": 1} | hours

    response = post(client, delphine, "safe-contact", juniper.id, **typed)

    assert response.status_code == 422
    assert "Pat" in response.content.decode()
    assert access.safe(juniper, delphine) == KIM


def test_what_she_works_toward_keeps_steps_and_what_is_done(client, delphine, juniper):
    typed = {
        "seen": 1,
        "numbers": "206-555-0142 her own",
        "goal_1": "A place of my own",
        "steps_1": "✓ ID replaced\nX application in\nxylophone class",
        "goal_2": "Sundays with my daughter",
        "steps_2": "",
    }

    assert post(client, delphine, "sheet", juniper.id, **typed).status_code == 302

    first, second = access.sheet(juniper, delphine).words.goals
    assert (first.done, first.steps) == (("ID replaced", "application in"), ("xylophone class",))
    assert second.words == "Sundays with my daughter"
    shown = page(client, delphine, "sheet", juniper.id).content.decode()
    assert "goal_3" in shown


def test_the_live_part_of_broken_glass_is_a_part(client, bea, delphine, juniper):
    actions.break_glass(participant=juniper, reason=REASON, by=bea)
    address = reverse("participants:glass")

    part = sign_in(client, delphine).get(address, headers={"X-Live": "1"}).content.decode()

    assert REASON in part
    assert "<html" not in part


def test_names_are_not_readable_at_rest(delphine, juniper):
    from django.db import connections

    actions.change_card(participant=juniper, words=CardWords("Quillon"), seen=1, by=delphine)
    with connections["default"].cursor() as cursor:
        for table in connections["default"].introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    raw = (
                        bytes(value)
                        if isinstance(value, bytes | memoryview)
                        else str(value).encode()
                    )
                    assert b"Quillon" not in raw
                    assert b"12065550142" not in raw
                    assert b"Kim from the salon" not in raw
