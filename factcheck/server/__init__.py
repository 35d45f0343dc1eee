"""The review page: a report in the browser of this machine, one reviewer at one desk. Level 6; no logic of its own.

``desk`` holds what is so now (the record, the decisions of the logs; ``watch``, ``view``) and passes decisions on to
``factcheck.review``; ``selection`` and ``search`` read what the list is narrowed to; ``pages`` renders; ``guard``
refuses what is no request of our own page; ``app`` ties these to addresses; ``serve`` opens port and browser.
"""
