from django.urls import path

from accompany.staff.views import colleagues, facts, me, signing_in

app_name = "staff"

urlpatterns = [
    path("desk/sign-in/", signing_in.sign_in, name="sign-in"),
    path("desk/sign-in/second/", signing_in.second, name="second"),
    path("desk/sign-in/key/", signing_in.second_key, name="second-key"),
    path("desk/lock/", signing_in.lock, name="lock"),
    path("desk/locked/", signing_in.locked, name="locked"),
    path("desk/here/", signing_in.here, name="here"),
    path("desk/drafts/", signing_in.keep_draft, name="drafts"),
    path("desk/waiting/", me.waiting, name="waiting"),
    path("desk/me/", me.me, name="me"),
    path("desk/me/line-name/", me.line_name, name="line-name"),
    path("desk/me/passphrase/", me.passphrase, name="passphrase"),
    path("desk/me/codes/", me.recovery_codes, name="recovery-codes"),
    path("desk/me/app/", me.authenticator, name="authenticator"),
    path("desk/me/keys/add/", me.add_security_key, name="add-key"),
    path("desk/me/keys/<uuid:id>/remove/", me.remove_security_key, name="remove-key"),
    path("desk/me/devices/end-others/", me.end_other_sessions, name="end-other-sessions"),
    path("desk/me/devices/<uuid:id>/end/", me.end_session, name="end-session"),
    path("desk/me/devices/<uuid:id>/name/", me.name_session, name="name-session"),
    path("desk/colleagues/", colleagues.colleagues, name="colleagues"),
    path("desk/colleagues/invite/", colleagues.invite, name="invite"),
    path("desk/colleagues/invitations/<uuid:id>/withdraw/", colleagues.withdraw, name="withdraw"),
    path("desk/colleagues/<uuid:id>/approve/", colleagues.approve, name="approve"),
    path("desk/colleagues/<uuid:id>/leave/", colleagues.see_off, name="see-off"),
    path("desk/colleagues/<uuid:id>/way-back/", colleagues.way_back, name="way-back"),
    path("desk/facts/", facts.facts, name="facts"),
    path("desk/join/<str:token>/", colleagues.join, name="join"),
]
