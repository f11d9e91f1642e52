"""The client of model servers: the only part of the engines that speaks HTTP and has their key."""
