"""A ``Report`` as text: one module per format, functions that return strings.

``record`` is the JSON record, which is also read back. The other formats are made from a ``Report`` alone; none of them
knows a threshold, a model or a setting.
"""
