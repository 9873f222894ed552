"""An application that exists in tests only: kinds of jobs whose course a test can watch and disturb."""
