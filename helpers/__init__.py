"""The stations of *Realtime on the Wire*, in the order a byte meets them.

- ``vocabulary``: the few words that every station shares.
- ``kernel``: the notebook session: interrupts, missing names. No byte passes here.
- ``protocols``: the protocols by hand, sans-IO: bytes in, events and bytes out.
- ``trace``: what was seen on the wire, exactly.
- ``loops``: clocks, poll loops, backoff, breakers, the herd.
- ``net``: servers, taps, clients: the only station with sockets.
- ``dissectors``: bytes become named, explained fields.
- ``views``: fields become something to look at.
- ``chat``: the app that runs through the course.
- ``measure``: the transports side by side: bytes, requests, latency, processor, memory.
- ``checks``: exercises, verdicts, progress.
- ``publishing``: pairing, nbconvert exporter, site.

Each folder imports only stations nearer the wire; the lesson is the only place that joins them.
"""
