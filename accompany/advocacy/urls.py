from django.urls import path

from accompany.advocacy import views

app_name = "advocacy"

urlpatterns = [
    path("desk/people/<uuid:participant>/note/", views.write_note, name="write-note"),
    path("desk/people/<uuid:participant>/log/", views.log_services, name="log-services"),
    path("desk/people/notes/<uuid:note>/", views.change_note, name="change-note"),
    path("desk/people/notes/<uuid:note>/take-out/", views.take_note_out, name="take-note-out"),
    path("desk/services/log/", views.log_for_nobody_named, name="log-for-nobody-named"),
    path("desk/people/services/<uuid:service>/", views.change_service, name="change-service"),
    path(
        "desk/people/services/<uuid:service>/take-out/",
        views.take_service_out,
        name="take-service-out",
    ),
]
