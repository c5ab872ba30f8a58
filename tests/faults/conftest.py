import pytest

from tests.house import House, house

__all__ = ["house", "whole"]


@pytest.fixture
def whole(house: House) -> House:
    """The shop with every part healthy, before the fault and again after it."""
    house.wait_until_whole()
    yield house
    house.wait_until_whole()
