"""Hubs, local services in every operator model, and the people who work there."""

from __future__ import annotations

from samspil.demo.world.places import HUB, OTHER_HUB, area
from samspil.demo.world.records import Adviser, Footing, Office, Organisation, Place, Served

MAIL = "samspil.example"  # RFC 2606: no letter to this domain ever arrives.
HUB_OFFICES = (Office("Aarhus", "0751"), Office("Herning", "0657"), Office("Horsens", "0615"))
HUB_SEATS = ("Aarhus",) * 12 + ("Herning",) * 8 + ("Horsens",) * 5

# The operator models of the 2018 proposal (A24): one unit for two municipalities, a small one that buys
# from a larger neighbour, an external business council; every other municipality has a unit of its own.
JOINT = {"0657": ("Business Herning-Ikast-Brande", ("0657", "0756"))}
COUNCILS: dict[str, tuple[str, tuple[str, ...], Footing]] = {
    "0707": ("Business Djursland", ("0706", "0707"), "grant"),
    "0760": ("Business Ringkøbing-Skjern", ("0760",), "contract"),
}
BUYERS = {"0741": "0727", "0671": "0661"}


def organisations() -> tuple[Organisation, ...]:
    """Both hubs, the local services of the first, the secretariat and the authority."""
    return (
        Organisation(HUB, "Erhvervshus Midtjylland", "hub", "independent", HUB_OFFICES),
        Organisation(
            OTHER_HUB, "Erhvervshus Nordjylland", "hub", "independent", (Office("Aalborg", "0851"),)
        ),
        *local_services(),
        Organisation("kkr-midtjylland", "KKR Midtjylland", "secretariat"),
        Organisation("erhvervsstyrelsen", "Erhvervsstyrelsen", "authority", "state"),
    )


def local_services() -> tuple[Organisation, ...]:
    """One organisation for each operator, with the municipalities it serves."""
    taken = {code for _, codes, *_ in (*JOINT.values(), *COUNCILS.values()) for code in codes} | set(BUYERS)
    services = [
        *(_service(name, tuple(Served(code, "shared") for code in codes)) for name, codes in JOINT.values()),
        *(
            _service(name, tuple(Served(code, footing) for code in codes), "association")
            for name, codes, footing in COUNCILS.values()
        ),
        *(_own(place) for place in area(HUB) if place.code not in taken),
    ]
    return tuple(sorted(services, key=lambda service: service.code))


def _own(place: Place) -> Organisation:
    """A municipality's own unit, and whoever buys from it."""
    buyers = [code for code, seller in BUYERS.items() if seller == place.code]
    bought = tuple(Served(code, "bought") for code in buyers)
    return _service(f"Business {place.name}", (Served(place.code, "own_department"), *bought))


def _service(name: str, serves: tuple[Served, ...], legal_form: str = "municipality") -> Organisation:
    home = serves[0].municipality
    names = {place.code: place.name for place in area(HUB)}
    return Organisation(
        code_of(name), name, "local_service", legal_form, (Office(names[home], home),), serves
    )


def code_of(name: str) -> str:
    """Business Ringkøbing-Skjern -> business-ringkoebing-skjern."""
    folded = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return folded.replace(" ", "-")


def advisers(everyone: tuple[Organisation, ...]) -> tuple[Adviser, ...]:
    """25 at the hub, 45 at the local services (three each), four at the second hub."""
    seats = [(HUB, office) for office in HUB_SEATS]
    for service in everyone:
        if service.kind == "local_service":
            seats += [(service.code, service.offices[0].name)] * 3
    seats += [(OTHER_HUB, "Aalborg")] * 4
    return tuple(_adviser(number, *seat) for number, seat in enumerate(seats, start=1))


def _adviser(number: int, organisation: str, office: str) -> Adviser:
    return Adviser(
        key=f"k{number:03}",
        name=f"Demo Konsulent {number:02}",
        email=f"konsulent{number:02}@{MAIL}",
        organisation=organisation,
        office=office,
        role="adviser",
    )
