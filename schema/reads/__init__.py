"""Every SELECT, one function for each question; nothing here loads lazily."""
