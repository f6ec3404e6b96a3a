"""The door for users: the functions behind the names of ``kilosol``, one small file a subject.

``import kilosol`` reaches them one by one; nothing here is imported before it is used.
"""
