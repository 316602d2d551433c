"""The colleagues of Alder Street. Nobody of that name works anywhere.

Their passphrases and seeds are the same in every demo folder, and worth nothing outside one.
"""

from base64 import b32encode
from dataclasses import dataclass
from hashlib import blake2b

from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.founding import found


@dataclass(frozen=True)
class Account:
    """One demo colleague, and what she signs in with."""

    name: str
    role: Role
    passphrase: str
    line_name: str = ""

    @property
    def sign_in_name(self) -> str:
        return self.name.split()[0].lower()

    @property
    def seed(self) -> str:
        digest = blake2b(f"Alder Street {self.sign_in_name}".encode(), digest_size=20).digest()
        return b32encode(digest).decode()

    def as_json(self) -> dict[str, str]:
        return {
            "name": self.name,
            "sign_in_name": self.sign_in_name,
            "role": str(self.role.label),
            "passphrase": self.passphrase,
            "totp_secret": self.seed,
        }


ACCOUNTS = (
    Account("Priya N.", Role.SUPERVISOR, "kettle before the long talk", "Wyn"),
    Account("Odile F.", Role.SUPERVISOR, "four chairs and a window", "Sage"),
    Account("Tamsin O.", Role.HELPLINE, "porch light stays on late", "Ade"),
    Account("Ruth K.", Role.HELPLINE, "oranges in a paper bag", "Lou"),
    Account("Delphine A.", Role.ADVOCATE, "blue thread on the loom", "Dee"),
    Account("Ines B.", Role.ADVOCATE, "cut paper every tuesday", "Nell"),
    Account("Marguerite V.", Role.ADVOCATE, "slow bus to the library", "Mags"),
    Account("Bea L.", Role.OUTREACH, "dry socks and hot coffee", "Bee"),
    Account("Cal T.", Role.OUTREACH, "rain again on third street", "Cal"),
    Account("Jo W.", Role.GRANTS, "sums that add up at last"),
    Account("Sunniva R.", Role.DIRECTION, "open the blinds each morning"),
    Account("Noor E.", Role.EDITOR, "wet ink on the noticeboard"),
    Account("Lena G.", Role.KEEPER, "white wall and four nails"),
    Account("Thea C.", Role.COUNCIL, "we read it aloud together"),
    Account("Ada M.", Role.COUNCIL, "the long table has room"),
    Account("Wren H.", Role.ADMINISTRATOR, "quiet machine in the closet"),
)


def hire() -> dict[str, Acting]:
    """Everybody, with keys and circles, by sign-in name."""
    here: dict[str, Acting] = {}
    for account in ACCOUNTS:
        here[account.sign_in_name] = found(
            name=account.name,
            sign_in_name=account.sign_in_name,
            role=account.role,
            passphrase=account.passphrase,
            seed=account.seed,
            line_name=account.line_name,
            among=here.values(),
        )
    return here
