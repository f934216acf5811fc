garden-title = Garten
garden-dug = { $beds ->
    [one] { $beds } Beet umgegraben.
   *[other] { $beds } Beete umgegraben.
 }
garden-blooming = In Blüte
garden-sentence = { $n } Rosen blühen.
garden-title-says = Was wo wächst.
garden-tour-rose = Eine Rose
garden-tour-rose-says = Sie hat Dornen.
garden-tour-shed = Der Schuppen
garden-tour-shed-says = Dort hängt Werkzeug.

garden-may-dig = Graben
