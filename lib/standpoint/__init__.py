"""Standpoint: who says what about whom, and where they stand, in whose coverage.

The flow, one module a step: corpus → codebook → text → actors → statements → sourcing → stances → stories → tag
→ store → measures → charts → evidence → report → run → cli.
"""

__version__ = "0.1.0"
