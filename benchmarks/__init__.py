"""Measurements that are no tests: each is a command of its own and prints its figures."""
