"""Parts of a product, written one by one: its variants, its pictures, its options."""
