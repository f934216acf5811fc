garden-title = Garten
garden-dug = { $beds ->
    [one] { $beds } Beet umgegraben.
   *[other] { $beds } Beete umgegraben.
 }
garden-blooming = In Blüte
garden-sentence = { $n } Rosen blühen.
garden-may-dig = Dig
