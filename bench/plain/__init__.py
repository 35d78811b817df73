"""What one would write instead of Newsstand: a plain strawberry and SQLModel application.

It follows the documentation of both: SQLModel tables with relationships and a session for each
request, strawberry types, data loaders for what is related, strawberry's own ASGI application with
its caches of parsed and validated documents. It has tables of its own, filled from Newsstand's.
"""
