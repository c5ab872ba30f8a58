"""Products: listed with filters, sorts and pages, and one by one."""
