"""What people decide in the dashboard: restrictions, notes, claims, and the audit trail.

None of it is in the copy, so it outlives every build. A page opens it with
``database.open_actions(settings())`` and reads and decides through ``standing``, ``deciding`` and
``claiming``; ``sender.start_sending(settings())`` starts telling the store's system, where a
webhook is set.
"""
