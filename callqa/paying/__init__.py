"""The month's end: facts gathered from the store, computed by ``callqa.bonus``, closed, corrected, verified, traced."""
