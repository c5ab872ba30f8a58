from flask import current_app


def absolute(path: str) -> str:
    """The public address of a path of this shop, for those who read it elsewhere."""
    return f"{current_app.config['SHOP_URL']}{path}"
