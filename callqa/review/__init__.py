"""The web application: listen, see why, override, dispute. It computes neither scores nor money. See docs/review.md."""
