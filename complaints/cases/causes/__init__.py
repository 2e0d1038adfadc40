"""What complaints are about, and which department does which step: the lists that the service department keeps."""
