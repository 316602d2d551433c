from django.urls import URLPattern

app_name = "workday"

urlpatterns: list[URLPattern] = []
