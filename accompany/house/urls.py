"""The house's own pages: the front door, and in demo folders the look of everything."""

from django.urls import path

from accompany.house import health, live, views

app_name = "house"

urlpatterns = [
    path("", views.front, name="front"),
    path("desk/live/", live.desk, name="live"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("demo/look/", views.look, name="look"),
]
