"""How often one address may try: guessing codes and receipt numbers is slowed down, reading is not."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

# Offices and mobile networks share one address among many people: generous for them, hopeless for guessing.
GUESSES = "20 per 10 minutes"
QUESTIONS = "60 per minute"

limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=False)
