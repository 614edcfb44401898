"""One short file an exercise: what is asked, and what decides."""
