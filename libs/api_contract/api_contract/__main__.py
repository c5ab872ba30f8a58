"""Writes what the parts of an API are together, as JSON.

`python -m api_contract openapi.json read_api.openapi write_api.openapi`: their OpenAPI document;
with `--methods` before it: the methods of each address.
"""

import json
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from api_contract.addresses import methods_by_path
from api_contract.document import merged

parser = ArgumentParser("api_contract")
parser.add_argument("--methods", action="store_true", help="write the methods of each address instead")
parser.add_argument("file", type=Path)
parser.add_argument("parts", nargs="+", help="modules with a function `describe`")
wanted = parser.parse_args()

whole = merged(import_module(name).describe() for name in wanted.parts)
written = methods_by_path(whole) if wanted.methods else whole
wanted.file.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")
