"""Officers (人员权限): accounts, roles, the one permission table, API tokens, and what each officer may see.

Deny by default: a resource or verb that is not in the table is refused. Region scope is the officer's region and its
subtree, with the regions it succeeded. Source: GB/T 22239 (three administrators apart, none sees business data).
"""
