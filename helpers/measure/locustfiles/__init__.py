"""A Locust file for each way to the chat, for load from many processes and many machines.

``locust -f helpers/measure/locustfiles/sse.py --host http://HOST:PORT --processes 2``; the address is what
``course measure --serve`` prints. Locust replaces the parts of Python that wait (gevent): so its own command runs
these files, in processes of their own, and nothing else of the course imports them.
"""
