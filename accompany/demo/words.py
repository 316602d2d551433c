"""The made-up words of the synthetic organization: names out of gardens and weather, plain notes.

Nobody is called so; no note is about anyone. What is chosen is the same at every run.
"""

# fmt: off
CALLED = (
    "Juniper", "Sparrow", "Clover", "Wren-Test", "Marigold", "Sol", "Fern", "Linden", "Poppy",
    "Heron", "Sage", "Willow", "Robin", "Larch", "Iris", "Hazel", "Cedar", "Maple", "Rowan",
    "Tansy", "Bramble", "Dahlia", "Aster", "Briar", "Lark", "Finch", "Plover", "Dove", "Swift",
    "Starling", "Magpie", "Kestrel", "Osprey", "Teal", "Pipit", "Wigeon", "Grebe", "Avocet",
    "Dunlin", "Linnet", "Siskin", "Bunting", "Thistle", "Sorrel", "Yarrow", "Borage", "Lovage",
    "Chicory", "Comfrey", "Nettle", "Mallow", "Campion", "Vetch", "Speedwell", "Celandine",
    "Primrose", "Cowslip", "Foxglove", "Harebell", "Heather", "Gorse", "Broom", "Alder",
    "Aspen", "Birch", "Elm", "Hickory", "Sumac", "Laurel", "Myrtle", "Olive", "Quince",
    "Damson", "Medlar", "Mulberry", "Currant", "Bilberry", "Rain", "Drizzle", "Thaw", "Harbor",
    "Lantern", "Ember", "Cinder", "Pebble", "Slate", "Flint", "Agate", "Opal", "Amber",
    "Coral", "Pearl", "Jasper", "Onyx", "Garnet", "Tuesday", "April", "June", "Autumn",
    "Winter", "Noon", "Dusk", "Solstice", "Meadow", "Prairie", "River", "Brook", "Delta",
    "Marsh", "Lagoon", "Canyon", "Mesa", "Summit", "Valley", "Island", "Orchard", "Garden",
    "Terrace", "Window", "Thimble", "Button", "Ribbon", "Velvet", "Linen", "Indigo", "Saffron",
    "Cobalt", "Umber", "Sienna", "Ochre", "Teasel", "Bracken",
)
# fmt: on

# fmt: off
LAST = (
    "Example", "Sample", "Specimen", "Placeholder", "Synthetic", "Madeup", "Invented",
    "Fictional", "Pretend", "Sketch", "Pattern", "Template", "Mockingbird", "Paperdoll",
    "Cardboard", "Crayon", "Origami", "Puppet", "Scarecrow", "Snowman",
)
# fmt: on

# fmt: off
ALIASES = (
    "Jun", "Birdie", "Red", "Blue", "Tiny", "Lucky", "Smiles", "Coffee", "Peaches", "Sunny",
    "Moon", "Star", "Cookie", "Honey", "Angel", "Slim", "Sis", "Mama", "Bee", "Kitty",
    "Cricket", "Pepper", "Sugar", "Boots", "Ace", "Queenie", "Sky", "Storm", "Misty", "Dusty",
)
# fmt: on

PRONOUNS = ("she / her",) * 8 + ("they / them",) * 2 + ("",) * 2
LANGUAGES = (("English",),) * 8 + (("English", "Spanish"),) * 3 + (("Spanish",), ("Tagalog",))

SAY = (
    "",
    "",
    "Kim from the salon",
    "the library about a book",
    "Pat from class",
    "the dentist’s desk",
    "somebody from the choir",
)
NOT_SAFE = ((), (), (), ("her mother’s phone",), ("the shared tablet",), ("mail to the apartment",))

GOALS = (
    ("A place of my own", ("ID replaced", "Application in", "Viewing")),
    ("Sundays with my daughter", ("Talked with a lawyer", "Court date, when she’s ready")),
    ("A job with a door that locks", ("Bus pass", "Two applications")),
    ("Sleep through the night", ("Motel for the week", "Saw the nurse")),
    ("Finish the welding course", ("Signed up", "Boots and gloves")),
    ("My record cleared", ("Asked for the papers", "Filed")),
)

OURS = (
    "Called as agreed. Talked for ten minutes. She will ring on Thursday.",
    "Met at the library. Filled in the housing form together.",
    "Went along to the clinic and waited with her.",
    "Left two bus passes at the front desk.",
    "Looked at three rooms online. One is worth a visit.",
    "She came to open studio and stayed to the end.",
    "Rode with her to court. Adjourned to next month.",
    "Paid the ID fee. Receipt in the drawer.",
    "Went over the safety plan; changed the code word.",
    "Short check-in by text. All calm.",
    "Helped pack. The new place has a door that locks.",
    "Spoke with the landlord, with her in the room.",
    "Grocery card handed over. No questions asked.",
    "She asked to wait a week with everything. We wait.",
    "Went through the benefit letter line by line.",
    "Talked about the art show. She wants initials only.",
)

HERS = (
    "I want a door that locks and I want to be the only one with the key.",
    "I don’t want to tell it again from the start.",
    "It was the first Sunday that felt like one.",
    "Text me, don’t call. I’ll call when I can.",
    "I kept the card you gave me in my shoe.",
    "Not today. Ask me again after the weekend.",
)

TOGETHER = (
    "Wrote the list of what to pack, in an order that makes sense to her.",
    "Practiced what to say at the counter, and laughed.",
    "Marked the three bus lines on the map.",
)

WAITING = (
    ("60", "is this the place that gives rides", 6),
    ("61", "hi. a friend gave me this number. is anyone there", 3),
)

# Topic, how many days ago, whether Noor has answered, the letter, name, how to reach, whether safe.
LETTERS = (
    (
        "training",
        6,
        True,
        "Our hospital’s emergency team would like a training in spring. Forty people, two evenings."
        " What would you need from us?",
        "Idris, nurse educator",
        "idris@hospital.example",
        "yes",
    ),
    (
        "art",
        3,
        False,
        "We saw the two chairs in your window. Could they hang in our reading room in May?",
        "The branch library",
        "206-555-0171",
        "yes",
    ),
    (
        "press",
        2,
        False,
        "I write about housing for a weekly. May I ask someone about the wait for a room?"
        " No names.",
        "",
        "desk@weekly.example",
        "yes",
    ),
    (
        "support",
        1,
        False,
        "It is about my cousin. I don’t want to make it worse. Could somebody tell me what not to"
        " say?",
        "K.",
        "206-555-0173",
        "careful",
    ),
)
