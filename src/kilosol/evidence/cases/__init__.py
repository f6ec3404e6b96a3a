"""Functions that recompute the rows, one module a package of Kilosol.

Each takes what its group's columns and inputs say and returns ours in the row's unit. They call what a user
calls: the public functions of the package, with the inputs of the paper.
"""
