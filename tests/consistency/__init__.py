"""A checker in the manner of Jepsen: is what read-api promises true while replicas lag, die and are promoted?

Writers, readers and mirrors are at work at once, a nemesis does harm, and everybody writes down what they did
and were told (`history.py`). When it is over, pure functions look for broken promises (`checks.py`,
`feed_checks.py`, `times.py`; the kinds are in `violations.py`). They judge rows by the writers' own log
(`lineage.py`): every transaction stood there before its commit, with the one it came after, lost ones too.

docs/consistency.md says what is promised, what is checked, and which planted bugs the checker must find.
"""
