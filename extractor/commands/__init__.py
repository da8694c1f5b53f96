"""The commands, a file a group: parse, call, print.

Modules are imported by the command that needs them, so that `--help` is instant.
"""
