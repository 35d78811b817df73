"""How content goes out: GraphQL, REST and pages, over one executor."""
