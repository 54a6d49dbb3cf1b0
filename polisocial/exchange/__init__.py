"""The content of the portal as files: read, checked, merged and written back.

From the bottom: `notation` is the JSON, `values` the keys that are columns,
`links` the keys that are other rows, `tables` says which record has which keys and
`sections` which file has which records. `checks` finds what is wrong in the files,
`load` merges them into the database, `dump` writes them from it.
"""
