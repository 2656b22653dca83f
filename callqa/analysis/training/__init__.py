"""Commands that make the shipped tables of the analysis room from labelled calls; not used at run time."""
