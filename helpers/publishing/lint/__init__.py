"""What is wrong with a lesson before it runs: rules, each with a line and a remedy."""
