"""Facts to fields and papers: what can be typed, how it is shown, and the forms it fills."""
