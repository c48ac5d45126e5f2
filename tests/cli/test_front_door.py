"""The front door: nobody else's port, https beyond this machine, a certificate that stays the same."""

import socket
import ssl
from datetime import timedelta

import pytest
from cryptography import x509

from koprogo.adapters import redis_server
from koprogo.adapters.certificate import ensure_certificate, machine_names
from koprogo.adapters.operator_error import OperatorError
from koprogo.cli import front_door
from koprogo.core.clock import now
from koprogo.settings import Settings


def chosen(**values: object) -> Settings:
    return Settings(_env_file=None, **values)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_plain_http_is_fine_on_this_machine(host):
    front_door.refuse_open_door(chosen(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "hall.local"])
def test_plain_http_beyond_this_machine_is_refused(host, tmp_path):
    with pytest.raises(OperatorError, match="--https"):
        front_door.refuse_open_door(chosen(host=host))
    front_door.refuse_open_door(chosen(host=host, public_url="https://koprogo.example.be"))
    front_door.refuse_open_door(chosen(host=host, tls_certificate=tmp_path, tls_key=tmp_path))


def test_half_a_certificate_and_lonely_processes_are_refused(tmp_path, monkeypatch):
    with pytest.raises(OperatorError, match="KOPROGO_TLS_KEY"):
        front_door.refuse_open_door(chosen(tls_certificate=tmp_path))
    monkeypatch.setattr(redis_server, "program", lambda: None)
    with pytest.raises(OperatorError, match="KOPROGO_REDIS_URL"):
        front_door.refuse_open_door(chosen(workers=2))
    front_door.refuse_open_door(chosen(workers=2, redis_url="redis://:x@127.0.0.1/0"))
    monkeypatch.setattr(redis_server, "program", lambda: "/usr/bin/redis-server")
    front_door.refuse_open_door(chosen(workers=2))


@pytest.mark.parametrize("share", [False, True])
def test_a_port_somebody_listens_on_is_refused_even_if_they_would_share_it(share):
    with socket.socket() as somebody:
        somebody.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, int(share))
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        with pytest.raises(OperatorError, match=f"Port {port} on 127.0.0.1 cannot be used"):
            front_door.refuse_busy_port(chosen(port=port))
    front_door.refuse_busy_port(chosen(port=port))


def test_the_certificate_names_the_machine_and_keeps_its_fingerprint(tmp_path):
    names, start = [*machine_names(), "192.0.2.7"], now()
    first = ensure_certificate(tmp_path, names, start)
    assert ensure_certificate(tmp_path, names[:-1], start + timedelta(days=300)).fingerprint == first.fingerprint
    assert first.key.stat().st_mode & 0o777 == 0o600
    loaded = x509.load_pem_x509_certificate(first.certificate.read_bytes())
    alternatives = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(each.value) for each in alternatives} == set(names) >= {"127.0.0.1", "localhost", "192.0.2.7"}
    assert loaded.not_valid_after_utc - loaded.not_valid_before_utc <= timedelta(days=398)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(first.certificate, first.key)


@pytest.mark.parametrize(("names", "later"), [(["localhost", "new.local"], 0), (["localhost"], 380)])
def test_a_new_name_or_an_end_in_sight_makes_a_new_certificate(tmp_path, names, later):
    first = ensure_certificate(tmp_path, ["localhost"], now())
    assert ensure_certificate(tmp_path, names, now() + timedelta(days=later)).fingerprint != first.fingerprint


def test_the_hall_gets_addresses_phones_can_type(tmp_path):
    variables = front_door.with_certificate(chosen(host="192.0.2.7", port=443, data_dir=tmp_path))
    assert variables["KOPROGO_HALL_ADDRESSES"] == "https://192.0.2.7"
    hall = chosen(
        host="192.0.2.7", port=443, data_dir=tmp_path, hall_addresses=variables["KOPROGO_HALL_ADDRESSES"],
        tls_certificate=variables["KOPROGO_TLS_CERTIFICATE"], tls_key=variables["KOPROGO_TLS_KEY"],
    )  # fmt: skip
    lines = front_door.doors(hall)
    assert lines[0] == "KoproGo is ready: https://192.0.2.7"
    assert lines[-1].startswith("SHA-256 fingerprint of the certificate: ")
    assert hall.origins == ("https://192.0.2.7", "https://127.0.0.1", "https://localhost")
    assert hall.base_url == "https://192.0.2.7"


def test_on_this_machine_one_address_is_enough():
    assert front_door.doors(chosen(port=8123)) == ["KoproGo is ready: http://127.0.0.1:8123"]
    assert front_door.doors(chosen(public_url="https://a.be/")) == ["KoproGo is ready: https://a.be"]
