### The demo: a business whose time runs.

demo-title = Demo
demo-runs = A day passes every minute.
demo-stands = Time stands still.
demo-pause = Pause
demo-go-on = Go on
demo-said-paused = Time stands still until you let it go on.
demo-said-goes-on = Time goes on: a day every minute.
demo-may-pause = Let the demo’s time stand, and go on
