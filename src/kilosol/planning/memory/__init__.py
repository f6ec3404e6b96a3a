"""What a stage has answered once it is not asked again: by arguments and code, in the process and on disk."""
