"""Training of the turn model: needs scikit-learn's companions (scipy); nothing of it runs when calls are read."""
