"""What is decided about a mail: whose address it came to, whether its sender is proven, whose it may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

ADDRESS = re.compile(r"[a-z0-9._%+'-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}", re.IGNORECASE)
_TOKEN = re.compile(r"log\+([0-9a-z]{8,40})@(.+)", re.IGNORECASE)
# Where everybody has an address, so that the domain says nothing of the company.
SHARED_DOMAINS = frozenset(
    {
        "gmail.com", "googlemail.com", "hotmail.com", "hotmail.dk", "outlook.com", "outlook.dk", "live.com",
        "live.dk", "msn.com", "yahoo.com", "yahoo.dk", "icloud.com", "me.com", "mac.com", "mail.dk",
        "jubii.dk", "ofir.dk", "tdcadsl.dk", "stofanet.dk", "webspeed.dk", "mail.tele.dk", "protonmail.com",
        "proton.me", "sol.dk", "youmail.dk", "privat.dk", "email.dk",
    }
)  # fmt: skip


def token_of(recipients: Iterable[str], domain: str) -> str:
    """Return the secret part of the first address log+<token>@<domain>, in lower case; "" when none is."""
    for each in recipients:
        match = _TOKEN.fullmatch(each.strip())
        if match and match[2].lower() == domain.lower():
            return match[1].lower()
    return ""


def is_proven(results: Sequence[str], *, authserv: str, sender: str) -> bool:
    """Return whether our own mail server says that the sender's domain sent this (RFC 8601).

    `results` are the Authentication-Results headers, the topmost first. Only the topmost of our own
    server counts: others may have been written by the sender.
    """
    domain = sender.rpartition("@")[2].lower()
    for header in results:
        flat = " ".join(re.sub(r"\([^()]*\)", " ", header).split())
        identity, _semicolon, rest = flat.partition(";")
        if not identity.split() or identity.split()[0].lower() != authserv.lower():
            continue
        return any(_passes(part.strip().lower(), domain) for part in rest.split(";"))
    return False


def _passes(result: str, domain: str) -> bool:
    """Whether one result is a pass for the domain, or one that it is a part of (relaxed alignment)."""
    words = result.split()
    if not words:
        return False
    said = dict(word.split("=", 1) for word in words if "=" in word)
    if said.get("dkim") == "pass":
        signer = said.get("header.d") or said.get("header.i", "").rpartition("@")[2]
        return _aligned(signer.strip('"'), domain)
    if said.get("spf") == "pass":
        return _aligned(said.get("smtp.mailfrom", "").strip('"').rpartition("@")[2], domain)
    return False


def _aligned(found: str, domain: str) -> bool:
    return bool(found) and (found == domain or found.endswith("." + domain))


def addresses_in(text: str, *, without: Iterable[str]) -> list[str]:
    """Return the addresses in a text, each once, in order; those of the domains in `without` left out."""
    own = {domain.lower() for domain in without}
    found = (match.lower() for match in ADDRESS.findall(text))
    kept = (each for each in found if each.rpartition("@")[2] not in own)
    return list(dict.fromkeys(kept))[:50]


def company_domains(addresses: Iterable[str]) -> list[str]:
    """Return the domains that may be a company's own, each once."""
    domains = (each.rpartition("@")[2] for each in addresses)
    return list(dict.fromkeys(domain for domain in domains if domain not in SHARED_DOMAINS))


def is_host_of(website: str, domain: str) -> bool:
    """Return whether a website lies on a domain: https://www.firma.dk/om is firma.dk's."""
    host = re.sub(r"^[a-z]+://", "", website.strip().lower()).split("/")[0].split(":")[0]
    return host == domain or host.endswith("." + domain)
