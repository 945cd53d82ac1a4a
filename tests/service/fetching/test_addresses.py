"""What must not be fetched is not, however it is written."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.fetching.addresses import Rules, check, destination, system_resolve
from service.fetching.errors import FetchFailed, FetchRefused

RULES = Rules()

FORBIDDEN = (
    # this machine, in every way of writing it
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://ⓛocalhost/",
    # private networks, and what lies beside us on the link
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://3232235777/",
    "http://169.254.1.1/",
    "http://100.64.0.1/",
    "http://[fc00::1]/",
    "http://[fd12:3456:789a::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    # what clouds tell their machines about themselves
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://[fd00:ec2::254]/",
    "http://[::ffff:169.254.169.254]/",
    "http://100.100.100.200/",
    # addresses inside addresses
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "http://[::ffff:0:127.0.0.1]/",
    # nobody's, everybody's, and examples'
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://192.88.99.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    # other ways in
    "ftp://93.184.215.14/",
    "file:///etc/passwd",
    "gopher://93.184.215.14:70/_",
    "dict://93.184.215.14:11211/stat",
    "//93.184.215.14/",
    "javascript:alert(1)",
    "http://93.184.215.14:22/",
    "http://93.184.215.14:6379/",
    "https://93.184.215.14:8443/",
    "http://user@93.184.215.14/",
    "http://user:password@93.184.215.14/",
    "http://93.184.215.14@127.0.0.1/",
    "http://127.0.0.1\\@93.184.215.14/",
    "http://93.184.215.14\t.example/",
    "http://93.184.215.14/\r\nHost: internal",
    "http://93.184.215.14:99999/",
    "http://[::1/",
    "http:///nothing",
    "http://-leading.example/",
    "http://" + "a" * 64 + ".example/",
    "http://93.184.215.14/" + "a" * 2000,
)


def test_there_are_more_than_fifty_of_them() -> None:
    assert len(set(FORBIDDEN)) == len(FORBIDDEN) > 50


@pytest.mark.parametrize("url", FORBIDDEN)
def test_what_must_not_be_fetched_is_not(url: str) -> None:
    # Where the system can make nothing of a spelling, there is nothing to connect to either.
    with pytest.raises((FetchRefused, FetchFailed)):
        destination(url, RULES, system_resolve)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "::ffff:10.1.2.3", "169.254.169.254", "fe80::1", "not an address"]
)
def test_a_name_is_judged_by_its_address(address: str) -> None:
    with pytest.raises(FetchRefused):
        destination("http://innocent.example/", RULES, lambda _host: [address])


def test_one_forbidden_address_among_several_forbids_the_name() -> None:
    with pytest.raises(FetchRefused):
        destination("http://two.example/", RULES, lambda _host: ["93.184.215.14", "192.168.0.1"])


def test_a_public_address_is_fetched_from() -> None:
    place = destination(
        "https://News.Example:443/a%20b?q=1#top", RULES, lambda _host: ["93.184.215.14", "93.184.215.14"]
    )
    assert (place.scheme, place.host, place.port, place.target) == ("https", "news.example", 443, "/a%20b?q=1")
    assert place.addresses == ("93.184.215.14",)
    assert place.authority == "news.example"


def test_an_international_name_is_asked_for_in_its_ascii_form() -> None:
    assert check("https://zürich.example/", RULES)[1] == "xn--zrich-kva.example"


def test_an_operator_can_allow_a_network_of_their_own_and_other_ports() -> None:
    rules = Rules(ports=frozenset({8080}), networks=(ip_network("10.1.0.0/16"),))
    assert destination("http://intranet:8080/", rules, lambda _host: ["10.1.2.3"]).authority == "intranet:8080"
    for address in ("10.2.0.1", "127.0.0.1"):
        with pytest.raises(FetchRefused):
            destination("http://intranet:8080/", rules, lambda _host, found=address: [found])
    with pytest.raises(FetchRefused):
        check("http://intranet/", rules)


@given(st.ip_addresses())
def test_no_address_outside_the_public_internet_is_permitted(address: object) -> None:
    judged = ip_address(str(address))
    if not judged.is_global or judged.is_multicast or judged.is_reserved:
        assert not RULES.permits(str(judged))
