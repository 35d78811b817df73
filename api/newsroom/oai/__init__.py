"""OAI-PMH 2.0, for libraries that archive periodicals (https://www.openarchives.org/OAI/2.0/)."""
