"""The handlers of the API, one module for each group of objects. See `dispatch` for what is done before them."""
