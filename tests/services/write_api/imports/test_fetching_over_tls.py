"""Over HTTPS the server has to show a certificate of its name, from an authority that is trusted."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.services.write_api.imports.web import Web
from write_api.fetching import fetch as fetching
from write_api.fetching.fetch import Failed, fetch


class Authority:
    """Signs certificates; its own is in the file `bundle`."""

    def __init__(self, directory: Path) -> None:
        self._directory, self._key = directory, ec.generate_private_key(ec.SECP256R1())
        self._name = named("An authority")
        own = certificate(self._name, self._name, self._key.public_key(), self._key.public_key())
        may_sign = dict.fromkeys(
            (
                *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
                *("key_agreement", "encipher_only", "decipher_only"),
            ),
            False,
        )
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        own = own.add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **may_sign), critical=True)
        self.bundle = directory / "authority.pem"
        self.bundle.write_bytes(own.sign(self._key, SHA256()).public_bytes(Encoding.PEM))

    def context(self, host: str) -> ssl.SSLContext:
        """What a server with a certificate for this host needs."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = certificate(named(host), self._name, key.public_key(), self._key.public_key())
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        path = self._directory / f"{host}.pem"
        path.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + made.sign(self._key, SHA256()).public_bytes(Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, signer: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer), critical=False)
    )


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """One that fetching trusts."""
    made = Authority(tmp_path)
    monkeypatch.setattr(certifi, "where", lambda: str(made.bundle))
    return made


@pytest.fixture
def web(authority: Authority) -> Iterator[Web]:
    """A shop with a certificate of its own name."""
    with Web(authority.context("shop.example")) as running:
        yield running


def test_a_server_with_a_certificate_of_its_name_is_asked(web: Web) -> None:
    web.answers["/a.jpg"] = (200, {}, b"bytes")
    assert fetch(web.url("/a.jpg"), web.policy()) == b"bytes"
    assert web.asked == [(f"shop.example:{web.port}", "/a.jpg")]


def test_the_server_is_told_which_name_is_wanted(authority: Authority) -> None:
    wanted: list[str | None] = []
    context = authority.context("shop.example")
    context.sni_callback = lambda _, name, __: wanted.append(name)
    with Web(context) as web:
        web.answers["/a.jpg"] = (200, {}, b"bytes")
        fetch(web.url("/a.jpg"), web.policy())
    assert wanted == ["shop.example"]


def test_a_server_with_a_certificate_of_another_name_is_not_asked(authority: Authority) -> None:
    with Web(authority.context("other.example")) as web:
        web.answers["/a.jpg"] = (200, {}, b"bytes")
        with pytest.raises(Failed) as failed:
            fetch(web.url("/a.jpg"), web.policy())
    assert "match" in str(failed.value.__cause__)
    assert web.asked == []


def test_a_server_whose_authority_is_unknown_is_not_asked(
    web: Web, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    another = Authority(tmp_path_factory.mktemp("another"))
    monkeypatch.setattr(certifi, "where", lambda: str(another.bundle))
    with pytest.raises(Failed):
        fetch(web.url("/a.jpg"), web.policy())
    assert web.asked == []


@pytest.mark.parametrize("way", ["slow", "endless"])
def test_who_drips_is_not_waited_for(web: Web, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    web.answers["/a.jpg"] = (200, {}, b"x" * 500)
    getattr(web, way).add("/a.jpg")
    with pytest.raises(Failed, match="too long"):
        fetch(web.url("/a.jpg"), web.policy())
    assert web.dripped < 500
