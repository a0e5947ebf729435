"""The history of the tables, one numbered script after the other."""
