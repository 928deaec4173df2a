"""The demo county: believable institutions, people and twelve months of registers.

county    institutions, staff and accounts, from the roster in tests/samples
rows      invented follow-up rows
months    what happened in each month, told through the services
systems   keys of two hospitals' own systems
books     the workbooks of the newest month, left to be handed in
"""
