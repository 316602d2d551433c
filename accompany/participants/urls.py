from django.urls import path

from accompany.participants.views import (
    finding,
    follow_ups,
    forgetting,
    glass,
    records,
    team,
    words,
)

app_name = "participants"

HER = "desk/people/<uuid:participant>/"

urlpatterns = [
    path("desk/people/find/", finding.find, name="find"),
    path("desk/people/new/", records.open_record, name="open-record"),
    path("desk/people/glass/", glass.glass, name="glass"),
    path("desk/people/glass/<uuid:opened>/review/", glass.review_glass, name="review-glass"),
    path(HER + "names/", words.card, name="card"),
    path(HER + "safe-contact/", words.safe_contact, name="safe-contact"),
    path(HER + "sheet/", words.sheet, name="sheet"),
    path(HER + "facts/", words.facts, name="facts"),
    path(HER + "numbers/", words.show_numbers, name="show-numbers"),
    path(HER + "team/", team.team, name="team"),
    path(HER + "team/leave/", team.leave_team, name="leave-team"),
    path(HER + "team/exclude/", team.exclude, name="exclude"),
    path(HER + "team/let-back/", team.unexclude, name="unexclude"),
    path(HER + "follow-up/", follow_ups.follow_up, name="follow-up"),
    path(HER + "glass/", glass.break_glass, name="break-glass"),
    path(HER + "close/", records.close_record, name="close-record"),
    path(HER + "reopen/", records.reopen_record, name="reopen-record"),
    path(HER + "forget/", forgetting.ask_to_be_forgotten, name="ask-to-be-forgotten"),
    path(HER + "hold/", forgetting.place_hold, name="place-hold"),
    path(HER + "hold/lift/", forgetting.lift_hold, name="lift-hold"),
    path(
        "desk/people/follow-ups/<uuid:follow_up>/",
        follow_ups.change_follow_up,
        name="change-follow-up",
    ),
    path(
        "desk/people/follow-ups/<uuid:follow_up>/done/",
        follow_ups.finish_follow_up,
        name="finish-follow-up",
    ),
    path(
        "desk/people/follow-ups/<uuid:follow_up>/not-done/",
        follow_ups.resume_follow_up,
        name="resume-follow-up",
    ),
    path("desk/people/forgetting/<uuid:asked>/", forgetting.forgetting, name="forgetting"),
    path(
        "desk/people/forgetting/<uuid:asked>/take-back/",
        forgetting.take_back_asking,
        name="take-back-asking",
    ),
    path("desk/people/forgotten/<uuid:asked>/", forgetting.forgotten, name="forgotten"),
]
