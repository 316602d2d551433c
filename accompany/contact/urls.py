from django.urls import path

from accompany.contact.views import desk, public

app_name = "contact"

urlpatterns = [
    path("contact/thanks/", public.thanks, name="thanks"),
    path("desk/letters/", desk.letters, name="letters"),
    path("desk/letters/<uuid:id>/", desk.letter, name="letter"),
    path("desk/letters/<uuid:id>/answered/", desk.answered, name="answered"),
    path("desk/letters/<uuid:id>/put-back/", desk.put_back, name="put-back"),
    path("desk/letters/<uuid:id>/move/", desk.move, name="move"),
    path("desk/letters/<uuid:id>/erase/", desk.erase, name="erase"),
]
