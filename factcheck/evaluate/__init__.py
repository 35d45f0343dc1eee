"""How good the verdicts are: labelled data read, judged at one stage, scored, compared and shown."""
