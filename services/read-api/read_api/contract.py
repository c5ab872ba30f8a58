"""Where the features find `contract`."""

from api_contract import contract, invalid_parameters

__all__ = ["contract", "invalid_parameters"]
