"""Calls read and heard on many machines by Ray: the second ``Crew`` (``callqa.pipeline.answers``).

``cluster`` joins or begins a cluster, ``hand`` is what runs there, ``errands`` is what a hand is given, ``crew`` hands
errands out and brings the answers back in order. The database stays with the process that began the run.
"""
