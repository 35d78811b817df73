"""The benchmark: Newsstand between a bare server and a plain application, in one run."""
