"""一件事助手: guided public services for residents of Chinese cities."""
