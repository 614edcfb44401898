"""How an answer is run, judged and told: limits, outcomes, verdict, card, progress."""
