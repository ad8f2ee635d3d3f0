"""JSON under ``/api/v1``: a contract that is extended and never broken."""
