"""What a clearance may be for. Released to a third party comes with releases of information."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    TO_HERSELF = "to_herself", _("to herself")
    NUMBERS_ONLY = "numbers_only", _("numbers only")
