import subprocess

import pytest

from infra.gateway.binary import envoy
from infra.gateway.endpoints import write_endpoints
from infra.gateway.render import Addresses, Limits, dns, files, render

CLUSTERS = ("read-api", "write-api", "frontend", "admin-ui")
ADDRESSES = Addresses(public=("127.0.0.1", 8080), internal=("127.0.0.1", 21001), admin=("127.0.0.1", 21000))


@pytest.mark.parametrize("folder", ["endpoints", "with space and 100%", "quotes ' \" and $dollar"])
def test_envoy_accepts_the_configuration_for_one_machine_without_a_warning(tmp_path, folder):
    directory = tmp_path / folder
    directory.mkdir()
    for cluster in CLUSTERS:
        write_endpoints(directory, cluster, [("127.0.0.1", 8000)])
    assert validate(tmp_path, render(ADDRESSES, files(directory), Limits())) == ""


def test_envoy_accepts_the_configuration_for_containers_without_a_warning(tmp_path):
    assert validate(tmp_path, render(ADDRESSES, dns(dict.fromkeys(CLUSTERS, 8000)), Limits())) == ""


def validate(directory, configuration):
    """What Envoy says about a configuration that it must accept."""
    file = directory / "envoy.yaml"
    file.write_text(configuration)
    command = [envoy(), "--mode", "validate", "-l", "warning", "-c", file]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stderr
