"""The house's own pages: live streams, health, and in demo folders the look of everything."""

from django.urls import path

from accompany.house import health, live, views

app_name = "house"

urlpatterns = [
    path("desk/live/", live.desk, name="live"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("demo/look/", views.look, name="look"),
]
