"""Code lists of the layers: English values stored, Italian labels shown.

Source: the data model agreed for the pact's census; aliases are spellings met in
office tables and in OpenStreetMap tags.
"""
