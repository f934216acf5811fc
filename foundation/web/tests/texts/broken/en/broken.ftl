this is not a text
