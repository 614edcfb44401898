"""The chat in several processes: workers, a log that they share, a bus between them, a proxy before them."""
