import pytest

from lms.core.network import cut, line


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.113.5.77", "203.113.5.0/24"),
        ("127.0.0.1", "127.0.0.0/24"),
        ("2405:4800:5c2b:1::9", "2405:4800:5c2b::/48"),
        ("::ffff:203.113.5.77", "203.113.5.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", None),
        (None, None),
        ("unix:", None),
        ("203.113.5.77, 10.0.0.1", None),
    ],
)
def test_an_address_is_cut_to_its_network(address, network):
    assert cut(address) == network


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.113.5.77", "203.113.5.77"),
        ("::ffff:203.113.5.77", "203.113.5.77"),
        ("2405:4800:5c2b:1::9", "2405:4800:5c2b:1::/64"),
        ("2405:4800:5c2b:1:ffff::7%eth0", "2405:4800:5c2b:1::/64"),
        ("2405:4800:5c2b:2::9", "2405:4800:5c2b:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_throttle_counts_by_the_line(address, counted):
    assert line(address) == counted
