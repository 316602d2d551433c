from django.urls import URLPattern, path

from accompany.grants import views

app_name = "grants"

QUARTER = "desk/grants/<uuid:award>/<int:year>-<int:month>/"

urlpatterns: list[URLPattern] = [
    path("desk/grants/", views.awards_page, name="awards"),
    path("desk/grants/new/", views.enter_award, name="enter-award"),
    path("desk/grants/definitions/<slug:scheme>/", views.definitions, name="definitions"),
    path("desk/grants/<uuid:award>/", views.award_page, name="award"),
    path("desk/grants/<uuid:award>/change/", views.change_award, name="change-award"),
    path(QUARTER, views.quarter, name="quarter"),
    path(f"{QUARTER}ready/", views.make_ready, name="make-ready"),
    path(f"{QUARTER}back/", views.take_back, name="take-back"),
    path(f"{QUARTER}tick/", views.tick, name="tick"),
    path(f"{QUARTER}freeze/", views.freeze, name="freeze"),
    path(f"{QUARTER}since/", views.since, name="since"),
    path(f"{QUARTER}file/<slug:reader>/", views.send_file, name="file"),
    path(f"{QUARTER}print/<slug:reader>/", views.send_page, name="print"),
]
