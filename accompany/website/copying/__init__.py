"""The static copy: every public page as a plain file, for any web server, while this house is down.

A copy says nothing that needs the house: nobody is claimed to be on the line, and where a chat or
a form would be, it says how to call, text or write. What was taken down is gone from it first of
all, and its address says so.
"""

from accompany.website.copying.folder import NotOurFolder
from accompany.website.copying.making import Exported, export

__all__ = ["Exported", "NotOurFolder", "export"]
