"""Lists of people as files: reading what comes, finding what its rows and columns are, checking each cell.

Nothing here asks the register or the network. `reading` runs in a child process that is bound in memory and time; what
it gives are the cells of `grid`. `layout` says what each row and column is, `values` turns cells into what they mean,
`checks` finds what is wrong within one file. What the register knows is compared in `dangvien.imports`.
"""
