"""Words as search knows them: the same for what is searched in and what is asked for."""
