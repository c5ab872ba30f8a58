"""The revision cache: an answer made at the revision that the catalog still has is given again without Flask.

It is WSGI middleware. A source is asked for its token; an answer made at that token is as fresh as one made
now, so its bytes go out, or a 304. Everything else is Flask's, and what it answers is kept.
"""
