"""Benchmarks: what a page keeps of the throughput of a bare server that answers as many bytes, in the same run.

Machines are noisy, so nothing here is an absolute time: each figure is a ratio of the processor time that two servers
spent on a request, the median of nine rounds in turn, beside a null leg (two identical servers) that shows the noise.
"""
