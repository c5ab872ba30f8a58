"""What an undo leaves so that a value stays under the option that it is one of."""

from tests.services.write_api.against_a_model.shop import Shop
from tests.services.write_api.against_a_model.wire import written


def parting(before: Shop, after: Shop, now: Shop, force: frozenset[str]) -> set[str]:
    """The products and variants whose options would go back without all of the values that go with them."""
    found: set[str] = set()
    for key in before.product.keys() & after.product.keys() & now.product.keys():
        options = [shop.product[key]["options"] for shop in (before, after, now)]
        was, made, there = (shop.children(shop.variant, key) for shop in (before, after, now))
        values = {
            each: [rows.get(each, {}).get("option_values") for rows in (was, made, there)] for each in was
        }
        if options[0] == options[1] or all(each[0] == each[1] for each in values.values()):
            continue
        named = {f"product/{key}": options} | {f"variant/{each}": values[each] for each in values}
        changed = {
            name for name, (first, second, newest) in named.items() if newest not in (first, second, None)
        }
        left = {name for name in changed if force.isdisjoint({name, f"{name}/options"})}
        came = {each for each in made.keys() & there.keys() if each not in was}
        left |= {f"variant/{each}" for each in came if written(made[each]) != written(there[each])} - force
        if left or there.keys() - made.keys():
            found |= {f"product/{key}", *(f"variant/{each}" for each in made)}
    return found
