"""Who may ask what, and how often: a layer in front of everything that answers, the response cache included."""
