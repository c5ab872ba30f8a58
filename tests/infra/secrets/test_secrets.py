import json
import stat
import subprocess
import sys

import jwt
import pytest

from infra.secrets import make_secrets, rotation
from infra.secrets.keys import new_signing_key, public_key_set, thumbprint
from infra.secrets.make import SecretsDisagree
from infra.secrets.rotation import NotNow, announce, retire, sign


@pytest.fixture
def directory(tmp_path):
    make_secrets(tmp_path / "secrets")
    return tmp_path / "secrets"


def contents(directory):
    return {
        str(path.relative_to(directory)): path.read_text() for path in directory.rglob("*") if path.is_file()
    }


def test_only_their_owner_can_read_the_secrets(directory):
    modes = {stat.S_IMODE(path.stat().st_mode) for path in directory.rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o700}


def test_making_them_again_changes_nothing(directory):
    before = contents(directory)
    assert make_secrets(directory) == []
    assert contents(directory) == before


def test_no_secret_equals_another_but_the_shared_ones(directory):
    values = contents(directory)
    assert values["database/read_public_password"] == values["read-api/read_public_password"]
    assert values["database/write_api_password"] == values["write-api/write_api_password"]
    assert values["database/superuser_password"] == values["postgres/superuser_password"]
    assert len(set(values.values())) == len(values) - 4


def test_a_lost_copy_is_made_from_the_other_holder(directory):
    lost = directory / "read-api" / "read_public_password"
    value = lost.read_text()
    lost.unlink()
    assert make_secrets(directory) == ["read-api/read_public_password"]
    assert lost.read_text() == value


def test_copies_that_differ_are_reported_and_kept(directory):
    copy = directory / "read-api" / "read_public_password"
    copy.write_text("another")
    with pytest.raises(
        SecretsDisagree, match="database/read_public_password and read-api/read_public_password"
    ):
        make_secrets(directory)
    assert copy.read_text() == "another"


def test_a_key_set_without_its_private_half_is_reported(directory):
    (directory / "write-api" / "signing_key.pem").unlink()
    with pytest.raises(SecretsDisagree, match="signing_key"):
        make_secrets(directory)


def test_a_lost_key_set_is_derived_from_the_signing_key(directory):
    key_set = directory / "read-api" / "key_set.json"
    before = key_set.read_text()
    key_set.unlink()
    assert make_secrets(directory) == ["read-api/key_set.json"]
    assert key_set.read_text() == before


def test_a_signing_key_that_is_none_is_reported_and_kept(tmp_path):
    (tmp_path / "write-api").mkdir()
    signing_key = tmp_path / "write-api" / "signing_key.pem"
    signing_key.write_text("not a key")
    with pytest.raises(SecretsDisagree, match="holds no Ed25519 private key"):
        make_secrets(tmp_path)
    assert signing_key.read_text() == "not a key"
    assert [path.name for path in (tmp_path / "read-api").glob("key_set*")] == []


def test_the_key_set_verifies_what_the_signing_key_signs(directory):
    token = jwt.encode({"sub": "demo"}, (directory / "write-api" / "signing_key.pem").read_text(), "EdDSA")
    [key] = json.loads((directory / "read-api" / "key_set.json").read_text())["keys"]
    assert jwt.decode(token, jwt.PyJWK(key).key, ["EdDSA"]) == {"sub": "demo"}


def test_the_key_id_is_the_thumbprint_of_rfc_8037_appendix_a3():
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert thumbprint(jwk) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_command_says_what_it_made(tmp_path):
    command = [sys.executable, "-m", "infra.secrets", str(tmp_path)]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2))
    assert first.stdout == "18 secrets made.\n"
    assert second.stdout == "All secrets are there; nothing was changed.\n"


def kids(directory):
    return [key["kid"] for key in json.loads((directory / "read-api" / "key_set.json").read_text())["keys"]]


def test_a_key_follows_another_in_three_steps_each_of_which_does_no_harm_twice(directory):
    (old,) = kids(directory)
    announce(directory)
    assert (len(kids(directory)), kids(directory)[0], signs(directory)) == (2, old, old)
    with pytest.raises(NotNow, match="under way"):
        announce(directory)
    with pytest.raises(NotNow, match="`sign` comes first"):
        retire(directory)
    new = kids(directory)[1]
    for _ in range(2):
        sign(directory)
        assert (kids(directory), signs(directory)) == ([old, new], new)
    retire(directory)
    assert (kids(directory), signs(directory)) == ([new], new)
    for step in (sign, retire):
        with pytest.raises(NotNow, match="no rotation"):
            step(directory)
    assert make_secrets(directory) == []
    modes = {stat.S_IMODE(path.stat().st_mode) for path in directory.rglob("*") if path.is_file()}
    assert modes == {0o600}


def dies_at_its_second_write(monkeypatch, directory, step):
    """The process is gone before the second file is replaced; returns which was."""
    replaced = []

    def replace(path, content):
        if replaced:
            raise SystemExit("killed")
        replaced.append(str(path.relative_to(directory)))
        whole(path, content)

    whole = rotation._replace
    with monkeypatch.context() as patch:
        patch.setattr(rotation, "_replace", replace)
        with pytest.raises(SystemExit):
            step(directory)
    return replaced


def test_a_retirement_that_died_half_way_is_done_again(directory, monkeypatch):
    announce(directory)
    sign(directory)
    old, new = kids(directory)

    # The private file comes first: what somebody still verifies with the public one does no harm.
    assert dies_at_its_second_write(monkeypatch, directory, retire) == ["write-api/signing_key.pem"]
    assert (kids(directory), signs(directory)) == ([old, new], new)

    retire(directory)
    assert (kids(directory), signs(directory)) == ([new], new)
    with pytest.raises(NotNow, match="no rotation"):
        retire(directory)


@pytest.mark.parametrize("next_step", [announce, retire])
def test_an_announcement_that_died_half_way_is_done_again_or_taken_back(directory, monkeypatch, next_step):
    (old,) = kids(directory)

    assert dies_at_its_second_write(monkeypatch, directory, announce) == ["read-api/key_set.json"]
    assert (kids(directory)[0], len(kids(directory)), signs(directory)) == (old, 2, old)
    with pytest.raises(NotNow, match="no rotation"):
        sign(directory)

    lost = kids(directory)[1]
    next_step(directory)
    assert (kids(directory)[0], signs(directory)) == (old, old)
    assert lost not in kids(directory)
    assert kids(directory) == all_kids(directory)


def test_files_of_two_rotations_are_reported_and_kept(directory):
    key_set = directory / "read-api" / "key_set.json"
    key_set.write_text(json.dumps(public_key_set(new_signing_key())))
    with pytest.raises(NotNow, match="no rotation"):
        retire(directory)

    announce(directory)
    key_set.write_text(json.dumps(public_key_set(new_signing_key())))
    before = contents(directory)

    for step in (sign, retire):
        with pytest.raises(NotNow, match="two rotations"):
            step(directory)
    assert contents(directory) == before


def all_kids(directory):
    """The ids of the private keys."""
    signing_keys = (directory / "write-api" / "signing_key.pem").read_text()
    return [key["kid"] for key in public_key_set(signing_keys)["keys"]]


def signs(directory):
    """The id of the key that signs."""
    return all_kids(directory)[0]
