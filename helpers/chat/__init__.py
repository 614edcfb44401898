"""The app that runs through the course: anyone opens a page and chats. See the glossary in helpers.

``domain`` is the chat, ``servers`` and ``clients`` speak it over a transport each, ``page`` is what a browser gets;
``scale`` runs the chat in several processes.
"""
