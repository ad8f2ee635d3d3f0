"""What is offered: definitions read, checked and typed. No web, no store, no network, no clock."""
