"""A whole competition that never was, played day by day through the portal's actions.

It shows a developer the portal at work, and proves to the tests that every step from
the call to the pages of the funded projects can be made. The same day always gives
the same competition; nobody in it exists.
"""
