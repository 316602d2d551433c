from django.urls import path, re_path

from accompany.helpline.views import chat, desk, handoff, hooks, log, phone

app_name = "helpline"

HER_CHAT = r"^chat/(?P<token>[A-Za-z0-9_-]{43})/"

urlpatterns = [
    path("hooks/text/", hooks.text, name="text-hook"),
    path("hooks/text/status/", hooks.status, name="status-hook"),
    path("chat/", chat.start, name="start-chat"),
    path("chat/over/", chat.over, name="over"),
    re_path(HER_CHAT + r"$", chat.chat, name="chat"),
    re_path(HER_CHAT + r"talk/$", chat.talk, name="chat-talk"),
    re_path(HER_CHAT + r"say/$", chat.say, name="say"),
    re_path(HER_CHAT + r"stop/$", chat.stop, name="stop"),
    re_path(HER_CHAT + r"leave/$", chat.leave, name="leave"),
    re_path(HER_CHAT + r"left/$", chat.left, name="left"),
    re_path(HER_CHAT + r"live/$", chat.stream, name="chat-live"),
    path("desk/helpline/", desk.board, name="board"),
    path("desk/helpline/queue/", desk.queue, name="queue"),
    path("desk/helpline/duty/", desk.duty, name="duty"),
    path("desk/helpline/phrases/", desk.phrases, name="phrases"),
    path("desk/helpline/log/", log.log, name="log"),
    path("desk/helpline/log/<uuid:id>/", log.logged, name="logged"),
    path("desk/helpline/log/<uuid:id>/undo/", log.undo, name="undo-log"),
    path("desk/helpline/texts/<uuid:id>/again/", desk.send_again, name="send-again"),
    path("desk/helpline/<uuid:id>/", desk.conversation, name="conversation"),
    path("desk/helpline/<uuid:id>/talk/", desk.talk, name="talk"),
    path("desk/helpline/<uuid:id>/reply/", desk.reply, name="reply"),
    path("desk/helpline/<uuid:id>/note/", desk.note, name="note"),
    path("desk/helpline/<uuid:id>/sheet/", desk.sheet, name="sheet"),
    path("desk/helpline/<uuid:id>/hand-over/", desk.hand_over, name="hand-over"),
    path("desk/helpline/<uuid:id>/take/", desk.take, name="take"),
    path("desk/helpline/<uuid:id>/step-back/", desk.step_back, name="step-back"),
    path("desk/helpline/<uuid:id>/close/", desk.close, name="close"),
    path("desk/helpline/<uuid:id>/bring-back/", desk.bring_back, name="bring-back"),
    path("desk/helpline/<uuid:id>/open-record/", handoff.open_record, name="open-record"),
    path("desk/helpline/<uuid:id>/link/", handoff.link, name="link"),
    path("desk/helpline/<uuid:id>/handed-over/", handoff.handed_over, name="handed-over"),
    path("demo/phone/", phone.choose, name="phones"),
    re_path(r"^demo/phone/(?P<line>\d\d)/$", phone.phone, name="phone"),
    re_path(r"^demo/phone/(?P<line>\d\d)/texts/$", phone.texts, name="phone-texts"),
]
