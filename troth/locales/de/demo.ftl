### Die Vorführung: ein Geschäft, dessen Zeit läuft.

demo-title = Vorführung
demo-runs = Jede Minute vergeht ein Tag.
demo-stands = Die Zeit steht still.
demo-pause = Anhalten
demo-go-on = Weiter
demo-said-paused = Die Zeit steht still, bis Sie sie weiterlaufen lassen.
demo-said-goes-on = Die Zeit läuft weiter: jede Minute ein Tag.
demo-may-pause = Die Zeit der Vorführung anhalten und weitergehen lassen
