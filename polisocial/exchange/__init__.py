"""The content of the portal as files: read, checked, merged and written back.

From the bottom: `notation` is the JSON; `values`, `texts`, `links`, `people` and
`places` are the kinds of keys; `award_tables` and `room_tables` say which record has
which keys, `sections` which file has which records. `checks` and `references` find what
is wrong in the files, `load` merges them into the database, `dump` writes them from it.
"""
