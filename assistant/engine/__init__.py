"""Given answers, what now: decisions with reasons, papers, dates, order and the next question. Pure."""
