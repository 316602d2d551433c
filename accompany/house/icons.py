"""The icons: a 24-unit grid, drawn with one stroke, always beside a word.

There is none for violence, sex or victimhood, and no ribbon, chain, hand or heart.
"""

PATHS: dict[str, str] = {
    "arrow": '<path d="M4 12h15.5M13.5 6l6 6-6 6"/>',
    "back": '<path d="M20 12H4.5M10.5 6l-6 6 6 6"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8"/>',
    "care": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5M12 16.3v.2"/>',
    "chart": '<path d="M4 20h16M6.5 16.5v-5M12 16.5v-11M17.5 16.5V9"/>',
    "chat": ('<path d="M3.5 4.5h12v8H9l-3 3v-3H3.5z"/><path d="M19 9h1.5v8H19v3l-3-3h-5.5"/>'),
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "clock": '<circle cx="12" cy="12" r="8.25"/><path d="M12 7.5V12l3.2 2"/>',
    "door": '<path d="M13 4H5.5v16H13"/><path d="M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5"/>',
    "eye": (
        '<path d="M3 12c1.7-3.7 5-6.2 9-6.2s7.3 2.5 9 6.2c-1.7 3.7-5 6.2-9 6.2S4.7 15.7 3 12z"/>'
        '<circle cx="12" cy="12" r="2.6"/>'
    ),
    "file": '<path d="M6.5 3.5H14l4 4v13H6.5z"/><path d="M13.5 3.5V8H18"/>',
    "hide": (
        '<path d="M4 4l16 16M9.9 5.6A9.7 9.7 0 0 1 21 12a13 13 0 0 1-2.5 3.3M6.3 7.5A13.5 13.5'
        ' 0 0 0 3 12c1.7 3.7 5 6.2 9 6.2 1.3 0 2.5-.3 3.6-.7"/>'
    ),
    "home": '<path d="M4 11.5 12 4.5l8 7v8.5h-5.5v-5.5h-5V20H4z"/>',
    "key": '<circle cx="8" cy="8.5" r="4.25"/><path d="m11 11.5 8 8M16 16.5l2-2"/>',
    "leaf": '<path d="M5 19C5 10 10 5 19.5 4.5 20 14 15 19 7.5 17.5M5 20c1.5-4 4-7 8-9.5"/>',
    "lock": '<path d="M5.5 10.5h13v9.5h-13z"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>',
    "menu": '<path d="M4 7.5h16M4 12h16M4 16.5h16"/>',
    "offline": (
        '<path d="M7 18.5h10a3.8 3.8 0 0 0 1.8-7.1A6 6 0 0 0 9 7"/>'
        '<path d="M6.6 9.6A4.5 4.5 0 0 0 7 18.5M4 4l16 16"/>'
    ),
    "pen": '<path d="m4.5 19.5 1-4.2L16.3 4.5l3.2 3.2L8.7 18.5z"/>',
    "people": (
        '<circle cx="9" cy="8.5" r="3.25"/><path d="M3.5 19.5c.3-3.6 2.3-5.5 5.5-5.5s5.2 1.9'
        ' 5.5 5.5"/>'
        '<path d="M15.5 5.6a3.2 3.2 0 0 1 0 5.9M17 14.3c2.2.7 3.4 2.4 3.6 5.2"/>'
    ),
    "phone": (
        '<path d="M6 3.5h3.2l1.6 4.2-2.1 1.6a12 12 0 0 0 6 6l1.6-2.1 4.2 1.6V18a2.4 2.4 0 0 1-2.6'
        ' 2.4A15.6 15.6 0 0 1 3.6 6.1 2.4 2.4 0 0 1 6 3.5z"/>'
    ),
    "pin": (
        '<path d="M12 20.5s6.5-6 6.5-10.7a6.5 6.5 0 0 0-13 0c0 4.7 6.5 10.7 6.5 10.7z"/>'
        '<circle cx="12" cy="9.8" r="2.2"/>'
    ),
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V4h10v5M7 16.5H4.5v-7h15v7H17"/><path d="M7 14h10v6H7z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
    "send": '<path d="M4 11.5 20 4.5l-5.5 15.5-3.5-6.5z"/><path d="M11 13.5 20 4.5"/>',
    "swap": '<path d="M4 8.5h14M14 4.5l4 4-4 4M20 15.5H6M10 11.5l-4 4 4 4"/>',
    "text": '<path d="M4 5h16v11h-8.5L7 20v-4H4z"/><path d="M8 9h8M8 12.2h5"/>',
}
DIRECTIONAL = frozenset({"arrow", "back", "door", "send"})
