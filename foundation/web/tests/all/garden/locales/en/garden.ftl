garden-title = Garden
garden-dug = { $beds ->
    [one] { $beds } bed dug.
   *[other] { $beds } beds dug.
 }
garden-blooming = In bloom
garden-sentence = { $n } roses are in bloom.
garden-title-says = What grows where.
garden-tour-rose = A rose
garden-tour-rose-says = It has thorns.
garden-tour-shed = The shed
garden-tour-shed-says = Tools hang there.

garden-may-dig = Dig
