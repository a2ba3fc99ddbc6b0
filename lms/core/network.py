"""Where a request comes from, cut short enough to name a network and nobody in it."""

from ipaddress import ip_address, ip_network

from flask import has_request_context, request

#: Bits that stay: the last byte of IPv4 goes, and what a household gets in IPv6.
IPV4_BITS, IPV6_BITS = 24, 48
#: Of IPv6 what any single device has for itself, to take a new address from whenever it likes (RFC 4291, 2.5.1).
LINE_BITS = 64


def cut(address: str | None) -> str | None:
    """The network of an address: "203.113.5.0/24", "2405:4800:5::/48"; None for what is no address."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network((found, IPV4_BITS if found.version == 4 else IPV6_BITS), strict=False))


def line(address: str) -> str:
    """What a throttle counts by: an address of IPv4, "2405:4800:5:1::/64" of IPv6; anything else as it is."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    return str(found) if found.version == 4 else str(ip_network((found, LINE_BITS), strict=False))


def of_request() -> str | None:
    """The network of the request at hand; None in a job or on the command line."""
    return cut(request.remote_addr) if has_request_context() else None
