"""The only room that knows Flask: a request becomes a call, a result becomes a page or JSON."""
