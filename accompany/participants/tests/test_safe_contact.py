"""Safe contact: what is asked of every path that reaches out to her."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompany.participants.safe_contact import Channel, SafeContact, Window, judge

SEATTLE = ZoneInfo("America/Los_Angeles")
KIM = SafeContact(
    channels=("call", "text"), say="Kim from the salon", windows=(Window("10:00", "14:00"),)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEATTLE)


def asked(safe, channel, moment, **how):
    return judge(safe, channel, moment, zone=SEATTLE, **how)


def test_silence_is_not_a_yes():
    verdict = asked(SafeContact(), "text", at("2026-11-20 12:00"))

    assert not verdict.allowed
    assert "Nobody has asked her" in verdict.sentence


def test_no_contact_means_none_of_any_kind():
    for channel in Channel.values:
        assert not asked(SafeContact(("none",)), channel, at("2026-11-20 12:00")).allowed


def test_a_way_she_did_not_choose_is_refused_at_any_hour():
    verdict = asked(KIM, "email", at("2026-11-20 12:00"))

    assert not verdict.allowed
    assert verdict.until is None
    assert "no e-mail" in verdict.sentence


def test_within_her_hours_it_is_yes_until_they_end():
    verdict = asked(KIM, "call", at("2026-11-20 12:00"))

    assert verdict.allowed
    assert verdict.until == at("2026-11-20 14:00")
    assert verdict.sentence == "Call and text only, 10 am to 2 pm."


def test_outside_her_hours_it_is_no_until_they_begin():
    verdict = asked(KIM, "call", at("2026-11-20 14:00"))

    assert not verdict.allowed
    assert verdict.until == at("2026-11-21 10:00")
    assert "Sat Nov 21, 10 am" in verdict.sentence


def test_voicemail_needs_its_own_yes():
    assert not asked(KIM, "call", at("2026-11-20 12:00"), leaving_voicemail=True).allowed


def test_answering_her_now_is_not_held_back_by_hours_and_is_by_ways():
    night = at("2026-11-20 03:00")

    assert asked(KIM, "text", night, answering=True).allowed
    assert not asked(KIM, "chat", night, answering=True).allowed


def test_a_window_over_midnight_belongs_to_the_day_it_opens():
    friday_night = SafeContact(("text",), windows=(Window("22:00", "02:00", (4,)),))

    assert asked(friday_night, "text", at("2026-11-20 23:00")).allowed
    assert asked(friday_night, "text", at("2026-11-21 01:59")).allowed
    assert not asked(friday_night, "text", at("2026-11-21 02:00")).allowed
    assert not asked(friday_night, "text", at("2026-11-21 23:00")).allowed
    assert asked(friday_night, "text", at("2026-11-21 12:00")).until == at("2026-11-27 22:00")


def test_windows_that_touch_are_one():
    late = SafeContact(("text",), windows=(Window("20:00", "00:00"), Window("00:00", "03:00")))

    assert asked(late, "text", at("2026-11-20 21:00")).until == at("2026-11-21 03:00")


def test_where_the_clock_leaps_forward_the_narrower_reading_holds():
    early = SafeContact(("text",), windows=(Window("02:30", "04:00"),))

    assert not asked(early, "text", datetime(2026, 3, 8, 10, 15, tzinfo=UTC)).allowed
    assert asked(early, "text", datetime(2026, 3, 8, 10, 45, tzinfo=UTC)).allowed
    assert not asked(early, "text", datetime(2026, 3, 8, 11, 0, tzinfo=UTC)).allowed


def test_where_the_clock_falls_back_the_narrower_reading_holds():
    early = SafeContact(("text",), windows=(Window("01:15", "01:45"),))
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (8, 9))

    assert not asked(early, "text", first).allowed
    assert not asked(early, "text", second).allowed


times = st.builds(
    lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.sampled_from([0, 15, 30, 45])
)
windows = st.builds(
    Window, times, times, st.lists(st.integers(0, 6), max_size=4, unique=True).map(tuple)
)
moments = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 3, 7), datetime(2026, 3, 9, 12), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 10, 31), datetime(2026, 11, 2, 12), timezones=st.just(UTC)),
)


def on_the_wall(window: Window, local: datetime) -> bool:
    """Whether the clock on the wall stands within the window, read by hand."""

    def counts(day: date) -> bool:
        return not window.days or day.weekday() in window.days

    now, day = local.time(), local.date()
    opens, closes = time.fromisoformat(window.opens), time.fromisoformat(window.closes)
    if opens < closes:
        return counts(day) and opens <= now < closes
    return (counts(day) and now >= opens) or (counts(day - timedelta(days=1)) and now < closes)


@given(st.lists(windows, min_size=1, max_size=3), moments)
def test_a_yes_is_always_within_hours_on_the_wall(some, moment):
    verdict = asked(SafeContact(("text",), windows=tuple(some)), "text", moment)

    if verdict.allowed:
        local = moment.astimezone(SEATTLE)
        assert any(on_the_wall(window, local) for window in some)


@given(st.lists(windows, min_size=1, max_size=3), moments)
def test_a_no_on_a_day_without_a_leap_is_outside_hours_on_the_wall(some, moment):
    local = moment.astimezone(SEATTLE)
    leaps = {date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7)}
    if {local.date() + timedelta(days=ahead) for ahead in (-1, 0, 1)} & leaps:
        return

    verdict = asked(SafeContact(("text",), windows=tuple(some)), "text", moment)

    if not verdict.allowed:
        assert not any(on_the_wall(window, local) for window in some)


@given(st.lists(windows, min_size=1, max_size=3), moments)
def test_an_answer_holds_until_it_says(some, moment):
    safe = SafeContact(("text",), windows=tuple(some))
    verdict = asked(safe, "text", moment)

    if verdict.until:
        assert verdict.until > moment
        just_before = verdict.until - timedelta(seconds=1)
        assert asked(safe, "text", just_before).allowed == verdict.allowed
        assert asked(safe, "text", verdict.until).allowed != verdict.allowed


@given(
    st.lists(windows, max_size=2),
    moments,
    st.sampled_from(Channel.values),
    st.lists(st.sampled_from(Channel.values), unique=True),
    st.booleans(),
)
def test_no_path_is_open_that_she_did_not_name(some, moment, channel, named, answering):
    safe = SafeContact(tuple(named), windows=tuple(some))

    if channel not in named:
        assert not asked(safe, channel, moment, answering=answering).allowed


@pytest.mark.parametrize(
    ("safe", "sentence"),
    [
        (SafeContact(("text",)), "Text only."),
        (SafeContact(("none",)), "Do not reach out. She comes to us."),
        (
            SafeContact(("in_person",), windows=(Window("09:30", "12:00", (0, 1)),)),
            "In person only, 9:30 am to noon on Mon and Tue.",
        ),
    ],
)
def test_rules_read_as_people_speak(safe, sentence):
    assert safe.sentence == sentence


@pytest.mark.parametrize(
    ("safe", "says"),
    [
        (SafeContact(), "Nobody has asked you yet"),
        (SafeContact(channels=("none",)), "We do not reach out. You come to us."),
        (SafeContact(channels=("call",), say="Kim"), "We say it is “Kim”"),
        (SafeContact(channels=("call",), check_phrase="tea?"), "We ask first: “tea?”"),
        (
            SafeContact(channels=("text",), reviewed_on=date(2026, 7, 4)),
            "You told us this",
        ),
    ],
)
def test_her_own_copy_says_her_rules_to_her(safe, says):
    said = " ".join(safe.said_to_her)

    assert says in said
    assert "She" not in said
