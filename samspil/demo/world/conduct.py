"""What the hub was to do: presentations offered to municipalities, milestones decided."""

from __future__ import annotations

from datetime import date, timedelta

from samspil.demo.world.dice import Dice
from samspil.demo.world.places import HUB, OTHER_HUB, area
from samspil.demo.world.records import Milestone, Presentation, World

LAST_ONE = "0741"  # Samsø is offered its presentation in November only.


def conduct(world: World) -> None:
    """18 of 19 municipalities by the end of September 2022, the last one in November."""
    dice = Dice(world.seed, "conduct")
    for place in area(HUB):
        if dice.hit(0.3):
            _offer(world, dice, HUB, place.code, date(2021, 3, 1) + timedelta(dice.number(0, 200)), True)
        late = place.code == LAST_ONE
        offered = date(2022, 11, 15) if late else date(2022, 1, 17) + timedelta(dice.number(0, 235))
        _offer(world, dice, HUB, place.code, offered, not late and dice.hit(0.7))
        if not late and dice.hit(0.2):
            _offer(world, dice, HUB, place.code, offered + timedelta(20), False)
    for place in area(OTHER_HUB)[:4]:
        _offer(world, dice, OTHER_HUB, place.code, date(2022, 4, 4), True)
    # A neighbour's municipality took part in a presentation: it is none of the 19.
    _offer(world, dice, HUB, area(OTHER_HUB)[0].code, date(2022, 5, 3), True)
    world.milestones += [
        Milestone("dialogue-tool", HUB, date(2021, 12, 14), True, "demo-dialogvaerktoej-2021"),
        Milestone("mea-continued", HUB, date(2022, 6, 21), True, "demo-mea-2022"),
        Milestone("mea-continued", OTHER_HUB, date(2022, 6, 1), False, ""),
    ]


def _offer(world: World, dice: Dice, hub: str, municipality: str, offered: date, held: bool) -> None:
    world.presentations.append(
        Presentation(
            key=f"o{len(world.presentations) + 1:04}",
            organisation=hub,
            municipality=municipality,
            offered=offered,
            held=offered + timedelta(dice.number(14, 120)) if held else None,
        )
    )
