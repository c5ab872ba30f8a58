"""One address of every kind of page, with the status it answers."""

PAGES = {
    "/": 200,
    "/categories/mugs": 200,
    "/categories/bad": 200,
    "/categories/vases?sort=-price&in_stock=true&tag=tall&min_price=10&max_price=90": 200,
    "/search": 200,
    "/search?q=mug": 200,
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22'": 200,
    "/search?tag=blue": 200,
    "/products/mug": 200,
    "/products/tall-mug": 200,
    "/products/bare": 200,
    "/products/hostile": 200,
    "/products/<script>": 404,
    "/products/lost-mug": 410,
    "/nowhere": 404,
    "/about": 200,
    "/search?q=tal": 200,
    "/categories/vases?page=2": 200,
    "/search?page=99": 404,
}
