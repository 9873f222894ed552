"""Every layout of printed reports as a definition of its own, and the small register they are counted on."""
