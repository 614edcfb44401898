"""Panels of ipywidgets: knobs whose answer the kernel has to work out.

A panel takes any object of a shape (``typing.Protocol``), as the wire views do; the lesson joins the two.
"""
