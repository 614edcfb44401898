"""The transports side by side: what each costs in bytes and requests, counted, and in time and memory, measured.

Counts come from a tap, on a step clock, and are the same in every run. Times come from processes of their own, a
server and its load, without a tap, and differ with the machine: their spread is shown.
"""
