"""Every address of the house. A word's own addresses are in its `urls.py`."""

from django.urls import include, path

urlpatterns = [
    path("", include("accompany.house.urls")),
    path("", include("accompany.staff.urls")),
    path("", include("accompany.helpline.urls")),
    path("", include("accompany.contact.urls")),
    path("", include("accompany.participants.urls")),
    path("", include("accompany.advocacy.urls")),
    path("", include("accompany.gallery.urls")),
    path("", include("accompany.workday.urls")),
    path("", include("accompany.grants.urls")),
    # Last: every address that no other word has is a page of the site, or none.
    path("", include("accompany.website.urls")),
]

handler400 = "accompany.house.views.bad_request"
handler403 = "accompany.house.views.forbidden"
handler404 = "accompany.house.views.not_found"
handler500 = "accompany.house.views.broken"
