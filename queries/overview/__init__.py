"""What customers do: every number of the overview, and the sessions behind it.

Each module answers one question of ``Asked``, which reads the copy once for all of them.
"""
