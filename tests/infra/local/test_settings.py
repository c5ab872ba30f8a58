import json
import os
import socket
import subprocess
import sys

import pytest

from infra.local.configuration import prepare
from infra.local.house import ROOT, House, read_house, remember
from infra.local.parts import all_parts
from infra.local.ports import PortsTaken, check_ports
from infra.local.scale import instances, remember_instances
from infra.local.scaling import CannotScale, scale
from infra.local.up import up


def run(*arguments, **environment):
    command = [sys.executable, "-m", "infra.local", *arguments]
    variables = {"PATH": "/usr/bin:/bin", **environment}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60)


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_no_two_parts_want_the_same_port(house):
    for service in ("read-api", "frontend"):
        remember_instances(house, service, 16)
    ports = [port for part in all_parts(house) for port in part.ports]
    assert len(ports) == len(set(ports))
    assert max(ports) <= max(house.port, house.base_port + 499)


def test_a_shop_is_found_where_it_was_started_unless_the_environment_says_otherwise(house, monkeypatch):
    remember(house)
    monkeypatch.setenv("MSTORE_STATE", str(house.state))
    assert (read_house().port, read_house().base_port) == (house.port, house.base_port)
    monkeypatch.setenv("MSTORE_PORT", "8099")
    assert (read_house().port, read_house().base_port) == (8099, house.base_port)


def test_a_shop_that_runs_is_not_moved_but_says_where_it_is(house, supervised):
    remember(house)
    with pytest.raises(RuntimeError, match=f"runs with MSTORE_PORT={house.port}; stop it"):
        up(house.model_copy(update={"port": house.port - 1}))


def test_a_taken_port_is_named_with_the_setting_that_moves_it(house, taken):
    moved = house.model_copy(update={"port": taken})
    said = rf"Port {taken} \(gateway\) is taken by .* \(process {os.getpid()}\); MSTORE_PORT"
    with pytest.raises(PortsTaken, match=said):
        check_ports(moved)


def test_a_taken_port_behind_the_gateway_is_named_too(house):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", house.base_port + 101))
        listener.listen()
        with pytest.raises(PortsTaken, match=r"\(read-api-1\) is taken .* MSTORE_BASE_PORT"):
            check_ports(house)


def test_settings_that_cannot_be_used_are_all_named():
    said = run("status", MSTORE_PORT="eighty", MSTORE_BASE_PORT="60000")
    assert said.returncode == 1
    assert "MSTORE_PORT" in said.stderr
    assert "MSTORE_BASE_PORT" in said.stderr


def test_commands_say_so_when_nothing_runs(house):
    environment = {"MSTORE_STATE": str(house.directory), "MSTORE_BASE_PORT": str(house.base_port)}
    assert run("down", **environment).stdout == "Nothing runs.\n"
    status = run("status", "--format=json", **environment)
    assert status.returncode == 3
    assert json.loads(status.stdout)["running"] is False
    assert run("logs", "read-api", **environment).returncode == 1
    assert "Removed" in run("clean", **environment).stdout
    assert not house.directory.exists()
    assert "There is nothing to remove." in run("clean", **environment).stdout


@pytest.mark.parametrize("wish", ["write-api=2", "read-api", "read-api=0", "read-api=17", "read-api=many"])
def test_a_wish_that_cannot_be_fulfilled_is_refused(house, wish):
    with pytest.raises(CannotScale):
        scale(house, wish)
    assert instances(house, "read-api") == 2


def test_scaling_what_does_not_run_is_for_the_next_start(house):
    scale(house, "read-api=4")
    names = [part.name for part in all_parts(house) if part.kind == "read-api"]
    assert names == ["read-api-1", "read-api-2", "read-api-3", "read-api-4"]


def test_no_secret_is_in_a_command_or_an_environment(house):
    prepare(house)
    secrets = {path.read_text() for path in house.secrets.rglob("*") if path.is_file()}
    written = "".join(path.read_text() for path in (house.directory / "parts").iterdir())
    assert not [secret for secret in secrets if secret in written]


def test_files_with_passwords_are_their_owner_s_alone(house):
    prepare(house)
    files = [house.directory / "supervisor.conf", *house.directory.glob("postgres-*/patroni/2-node.yaml")]
    assert len(files) == 4
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_every_setting_is_in_the_readme():
    readme = (ROOT / "infra" / "local" / "README.md").read_text()
    missing = [name for name in House.model_fields if f"`MSTORE_{name.upper()}`" not in readme]
    assert missing == []
