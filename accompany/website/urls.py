from django.urls import include, path, re_path
from wagtail.admin import urls as wagtail_urls

from accompany.website import cms, council_pages, found, views, zone

urlpatterns = [
    path(
        "cms/",
        include(
            [
                path("login/", cms.sign_in, name="wagtailadmin_login"),
                path("logout/", cms.sign_out, name="wagtailadmin_logout"),
                path("account/", cms.account, name="wagtailadmin_account"),
                path("images/multiple/add/", cms.add_picture, name="cms-add-picture"),
                path("media/<path:name>", cms.media, name="cms-media"),
                *zone.opened(wagtail_urls.urlpatterns),
            ]
        ),
    ),
    path("desk/council/", council_pages.waiting, name="council"),
    path("desk/council/<int:id>/", council_pages.asked, name="council-page"),
    path("desk/council/<int:id>/as-seen/", council_pages.as_seen, name="council-as-seen"),
    path("desk/council/<int:id>/yes/", council_pages.yes, name="council-yes"),
    path("desk/council/<int:id>/no/", council_pages.no, name="council-no"),
    path("sitemap.xml", found.sitemap, name="sitemap"),
    path("robots.txt", found.robots, name="robots"),
    path(".well-known/security.txt", found.security, name="security"),
    path("news/feed/", found.feed, name="feed"),
    re_path(r"^(?P<path>(?:[a-z0-9-]+/)+)event\.ics$", found.calendar, name="calendar"),
    path("", views.page, name="home"),
    re_path(
        r"^pictures/(?P<name>[0-9a-f]{32}\.(?:avif|webp|jpeg))$",
        views.picture,
        name="site-picture",
    ),
    re_path(r"^art/(?P<slug>[a-z0-9-]+)/$", views.work, name="artwork"),
    re_path(r"^(?P<path>(?:[a-z0-9-]+/)+)$", views.page, name="page"),
]
