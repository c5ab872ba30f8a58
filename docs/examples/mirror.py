"""Mirrors a catalog: `for catalog in mirror("https://api.mstore.com"): keep(catalog); sleep(1)`."""

import json
import time

import requests


def mirror(api, token=None):
    """Yield, for ever, the whole public catalog as it is now: values by entity and id."""
    while True:
        try:
            if token is None:
                with requests.get(f"{api}/v1/snapshot", stream=True, timeout=60) as answer:
                    header, *lines, end = map(json.loads, answer.iter_lines())
                catalog = {(each["entity"], each["id"]): each["value"] for each in lines[: end["count"]]}
                token = header["token"]
            answer = requests.get(f"{api}/v1/changes", {"after": token, "limit": 1000}, timeout=60)
            token = None if answer.status_code == 410 else token  # what came since is not known: begin anew
            page = answer.json()
            catalog = catalog | {(each["entity"], each["id"]): each["value"] for each in page["items"]}
            token = page["next"]
            if not page["more"]:
                catalog = {key: value for key, value in catalog.items() if value is not None}
                yield catalog
        except (requests.RequestException, LookupError, ValueError):
            time.sleep(1)  # cut off, or told to come again
