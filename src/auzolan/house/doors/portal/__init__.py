"""The portal: pages that people read in a browser, made on the server, without any script.

This first one only shows. It changes nothing, keeps no account and sets no cookie.
"""
