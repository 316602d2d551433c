"""The house's own pages: the front door, and in demo folders the look of everything."""

from django.urls import path

from accompany.house import views

app_name = "house"

urlpatterns = [
    path("", views.front, name="front"),
    path("demo/look/", views.look, name="look"),
]
