"""What is held against people: the items of domain §5.5 with their points, in dated versions."""
