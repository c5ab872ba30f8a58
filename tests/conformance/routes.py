"""Every route of a service, asked of the service itself in a process of its own."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.conformance.services import Service, settings_of
from tests.libs.serving import environment

PRINT_ROUTES = """
import json, sys
from importlib import import_module
from service_defaults.permissions import permission_of

app = import_module(sys.argv[1]).create_app()
routes = [
    (rule.rule, method, permission_of(app, rule.endpoint))
    for rule in app.url_map.iter_rules()
    for method in rule.methods - {"HEAD", "OPTIONS"}
]
sys.stderr.write(json.dumps(routes))
"""
VARIABLE = re.compile(r"<(?:(?P<converter>\w+)(?:\((?P<arguments>[^)]*)\))?:)?\w+>")
SAMPLES = {"uuid": "00000000-0000-7000-8000-000000000000", "int": "7", "float": "0.5"}

Route = tuple[str, str, str]  # rule, method, permission


def routes_of(service: Service, directory: Path) -> set[Route]:
    """Every route; each has a permission, or the service would not have started."""
    told = subprocess.run(
        [sys.executable, "-c", PRINT_ROUTES, service.package],
        env=environment(settings_of(service, directory)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return {(rule, method, permission) for rule, method, permission in json.loads(told.stderr)}


def sample_path(rule: str) -> str:
    """An address that the rule matches, of something that does not exist."""
    return VARIABLE.sub(_sample, rule)


def _sample(variable: re.Match[str]) -> str:
    converter, arguments = variable["converter"], variable["arguments"] or ""
    if converter == "any":
        return arguments.partition(",")[0]
    if converter == "string":
        return "a" * int(re.sub(r"\D", "", arguments) or 1)
    return SAMPLES.get(converter, "absent")
