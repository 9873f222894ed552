"""What the regulations make of the facts. Reads facts and rules, writes nothing, knows no screen."""
