"""The students' pages and fragments. Every first line fetches through the person who asks."""
