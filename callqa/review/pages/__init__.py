"""The pages, a module each: handlers take a ``Visit`` and answer."""
