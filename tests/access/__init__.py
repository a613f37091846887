"""Who may see and do what: the declared matrix, held to predicates, queries and pages."""
