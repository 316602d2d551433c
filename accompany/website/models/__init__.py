"""The public site's rows: pages in two languages, pictures with words for them, the council's word.

Everything here is public, or a draft of what is to be public. Nothing of a participant's record
lies in it: a page shows only what its editor typed and what she who made it agreed to.
"""

from accompany.website.models.council import CouncilTask, Decision
from accompany.website.models.facts import SiteFacts
from accompany.website.models.kinds import (
    ArtPage,
    ContactPage,
    DiversityPage,
    EventPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SectionPage,
    ServicePage,
    SupportPage,
)
from accompany.website.models.looks import TwinLook
from accompany.website.models.pages import SitePage, is_the_gallerys, path_in_site
from accompany.website.models.pictures import Picture, PictureCopy, Rendition

__all__ = [
    "ArtPage",
    "ContactPage",
    "CouncilTask",
    "Decision",
    "DiversityPage",
    "EventPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "Picture",
    "PictureCopy",
    "Rendition",
    "SectionPage",
    "ServicePage",
    "SiteFacts",
    "SitePage",
    "SupportPage",
    "TwinLook",
    "is_the_gallerys",
    "path_in_site",
]
