"""Group offers: sessions and who signed up, came, stayed away or was never written down."""

from __future__ import annotations

from datetime import date

from samspil.demo.world.casework import TOPICS
from samspil.demo.world.dice import Dice
from samspil.demo.world.places import HUB, area
from samspil.demo.world.records import Participation, Session, Subject, World

TITLES = {
    "digital": "Kom godt i gang med data",
    "innovation": "Fra idé til produkt",
    "capital": "Find den rigtige finansiering",
    "internationalisation": "De første skridt på eksportmarkedet",
    "business_models": "Ny forretningsmodel på en dag",
    "social_responsibility": "Samfundsansvar i praksis",
    "green": "Grøn omstilling i mindre virksomheder",
    "crisis": "Tidlig hjælp, når det brænder på",
    "management": "Bestyrelse og ledelse",
    "ownership_change": "Ejerskifte i god tid",
}
# None is a list that nobody ticked off, which counts as having come.
CAME: tuple[tuple[bool | None, float], ...] = ((True, 86), (None, 6), (False, 8))
PERSONS: tuple[tuple[int | None, float], ...] = ((1, 74), (None, 10), (2, 12), (3, 3), (0, 1))


class Programmes:
    """Announces sessions and takes sign-ups."""

    def __init__(self, world: World, topic: str) -> None:
        self.world = world
        self.dice = Dice(world.seed, topic)
        self._shared = [each.code for each in world.organisations if each.kind == "local_service"]
        self._towns = [place.code for place in area(HUB)]

    def announce(
        self, on: date, organiser: str = HUB, municipality: str = "", *, together: bool = False
    ) -> Session:
        """A session; one in eight of the hub's is held together with a local service."""
        topic = self.dice.by_weight(TOPICS)
        number = len(self.world.sessions) + 1
        organisers: tuple[str, ...] = (organiser,)
        if organiser == HUB and (self.dice.hit(0.12) or together):
            organisers = (organiser, self.dice.one(self._shared))
        session = Session(
            key=f"m{number:05}",
            offer=f"t{number:05}",
            title=f"{TITLES[topic]} (demo {number})",
            topic=topic,
            organisers=organisers,
            on=on,
            municipality=municipality or self.dice.one(self._towns),
        )
        self.world.sessions.append(session)
        return session

    def enrol(self, session: Session, subject: Subject | None) -> Participation:
        """Somebody signs up; the list is ticked off on the day."""
        row = Participation(
            key=f"p{len(self.world.participations) + 1:06}",
            session=session,
            subject=subject,
            registered=session.on,
            persons=self.dice.by_weight(PERSONS),
            attended=self.dice.by_weight(CAME),
        )
        self.world.participations.append(row)
        return row
