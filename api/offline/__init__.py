"""An issue to be shown without a network: the list of its files, and all of them in one."""
