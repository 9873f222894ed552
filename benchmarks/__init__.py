"""How quick the register is, beside the best that can be had on the same machine in the same run.

`python -m benchmarks` measures everything and writes one table in Markdown (docs/performance.md keeps the last one);
`python -m benchmarks PART --help` runs one part. Only ratios inside one run say something about another machine.
"""
