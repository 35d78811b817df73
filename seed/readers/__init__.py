"""One reader for each form of issue file; all end in the one validated `IssueFile`."""
