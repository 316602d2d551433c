from django.urls import path

from accompany.workday import views

app_name = "workday"

urlpatterns = [
    path("desk/", views.today, name="today"),
    path("desk/broken-glass/", views.broken, name="broken"),
    path("desk/people/", views.people_list, name="people"),
    path("desk/people/<uuid:participant>/", views.record_page, name="record"),
    path("desk/people/<uuid:participant>/services/", views.services, name="services"),
    path("desk/people/<uuid:participant>/looked/", views.looked, name="looked"),
    path("desk/people/<uuid:participant>/looked/paper/", views.looked_copy, name="looked-copy"),
    path("desk/people/<uuid:participant>/copy/", views.her_copy, name="copy"),
]
