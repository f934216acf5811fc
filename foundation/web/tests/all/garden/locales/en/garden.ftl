garden-title = Garden
garden-dug = { $beds ->
    [one] { $beds } bed dug.
   *[other] { $beds } beds dug.
 }
garden-blooming = In bloom
garden-sentence = { $n } roses are in bloom.
garden-may-dig = Dig
