"""What the product does, as functions of a session and plain values; none knows of the web.

A service adds to the session and flushes; whoever opened the session commits it, once.
"""
