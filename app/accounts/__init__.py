"""People. A guest and a member are rows of one table, so that signing up loses nothing.

Sessions and passwords stand here too: who somebody is, is a question of the domain; which cookie says so, is the web's.
"""
