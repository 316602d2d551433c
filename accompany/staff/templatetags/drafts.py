"""`{% draft_token %}`: what a form at the desk carries so that nothing typed into it is lost."""

import json
from typing import Any  # Any: a template's context

from django import template

from accompany.staff import drafts

register = template.Library()


@register.filter
def as_json(kept: drafts.Kept) -> str:
    return json.dumps(kept)


@register.inclusion_tag("staff/parts/draft.html", takes_context=True)
def draft_token(context: template.RequestContext, form: str = "") -> dict[str, Any]:
    """The form's token, and what was kept of it. `form` tells two forms of one page apart."""
    request = context["request"]
    by = getattr(request, "by", None)
    if by is None:
        return {}
    fresh = request.method in ("GET", "HEAD")
    return {
        "token": drafts.token(by.id, request.path, form),
        "kept": drafts.kept_in_full(request, form) if fresh else None,
    }
