from django.urls import path, re_path

from accompany.gallery import views

app_name = "gallery"

urlpatterns = [
    path("art/withdraw/", views.withdraw, name="withdraw"),
    re_path(
        r"^art/pictures/(?P<name>[0-9a-f]{32}\.(?:avif|webp|jpeg))$", views.picture, name="picture"
    ),
    path("desk/gallery/", views.wall, name="wall"),
    path("desk/gallery/add/", views.add, name="add"),
    path("desk/gallery/rooms/", views.rooms, name="rooms"),
    path("desk/gallery/rooms/<uuid:room>/", views.room, name="room"),
    path("desk/gallery/rooms/<uuid:room>/move/", views.move_room, name="move-room"),
    path("desk/gallery/hanging/<uuid:hanging>/move/", views.move, name="move"),
    path("desk/gallery/hanging/<uuid:hanging>/room/", views.move_to_room, name="move-to-room"),
    path("desk/gallery/down/", views.down, name="down"),
    path("desk/gallery/down/<uuid:hanging>/", views.take_down_for_her, name="take-down-for-her"),
    path("desk/gallery/down/<uuid:hanging>/proof/", views.proof_for_her, name="proof-for-her"),
    path("desk/gallery/<uuid:artwork>/", views.work, name="work"),
    path("desk/gallery/<uuid:artwork>/picture/", views.sealed_picture, name="sealed-picture"),
    path("desk/gallery/<uuid:artwork>/change/", views.change, name="change"),
    path("desk/gallery/<uuid:artwork>/consent/", views.consent, name="consent"),
    path("desk/gallery/<uuid:artwork>/take-back/", views.take_back, name="take-back"),
    path("desk/gallery/<uuid:artwork>/ask/", views.ask, name="ask"),
    path("desk/gallery/<uuid:artwork>/hang/", views.hang, name="hang"),
    path("desk/gallery/<uuid:artwork>/take-down/", views.take_down, name="take-down"),
    path("desk/gallery/<uuid:artwork>/put-back/", views.put_back, name="put-back"),
    path("desk/gallery/<uuid:artwork>/slip/", views.slip, name="slip"),
    path("desk/gallery/<uuid:artwork>/proof/", views.proof, name="proof"),
    path("desk/gallery/<uuid:artwork>/delete/", views.delete, name="delete"),
    path("desk/council/work/<uuid:proposal>/", views.proposal, name="proposal"),
    path(
        "desk/council/work/<uuid:proposal>/picture/",
        views.proposal_picture,
        name="proposal-picture",
    ),
    path("desk/council/work/<uuid:proposal>/yes/", views.say_yes, name="say-yes"),
    path("desk/council/work/<uuid:proposal>/no/", views.say_no, name="say-no"),
]
