"""The exercises of the first lessons and of those on polling: a small file each."""
