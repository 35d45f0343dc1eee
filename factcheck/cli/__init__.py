"""The command line: parse, wire, print, exit. One file a command; no logic of its own."""
