"""The parts that every page is made of: macros for Jinja, and the Python behind them."""
