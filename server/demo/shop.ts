/** The demo shop. Town, shop and makers are invented. */
export const shop = {
  name: 'Larkwell Square',
  tagline: 'Good things from a small town’s market.',
  story:
    'Larkwell is a town of one clock, two bakeries and a square where the market has set up every ' +
    'Saturday for three hundred years. We gather what its makers bring: bread and honey, pots and ' +
    'jumpers, kites and candles. Then we pack it in straw and send it to people who cannot be here by ' +
    'nine.',
} as const

/** The makers who sell in the demo shop. */
export const makers = {
  oven: 'The Corner Oven',
  apiary: 'Upper Larkwell Apiary',
  pell: 'Widow Pell’s Preserves',
  saucer: 'Bell & Saucer',
  iron: 'Dunmarrow Ironworks',
  pottery: 'Mossgate Pottery',
  sallow: 'Orrin Sallow, Joiner',
  skein: 'Skein Lane Knitters',
  loom: 'Ninefold Weavers',
  seeds: 'Hollin End Seedhouse',
  tin: 'Tinsmith’s Yard',
  paper: 'Quillmarsh Papers',
  press: 'Larkwell Press',
  toys: 'Tuppenny Toys',
  wick: 'Wick & Gribble, Chandlers',
  soap: 'Foxglove Row Soapworks',
} as const
