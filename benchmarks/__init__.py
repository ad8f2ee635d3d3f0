"""Every figure that we promise, as a command. The last results stand in RESULTS.md."""
