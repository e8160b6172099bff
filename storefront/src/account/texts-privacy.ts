import { defineTexts } from '../language.tsx'

export const privacyTexts = defineTexts(
  {
    export: {
      title: 'What we know of you',
      lead:
        'Everything in one file: account, sessions, addresses, carts, orders, mails. It is yours to read ' +
        'and to take elsewhere.',
      button: 'Download my data',
      file: 'my-data.json',
      done: 'Your file is in the downloads.',
    },
    delete: {
      title: 'Delete your account',
      lead: 'At once and for good. This is what happens:',
      facts: [
        'You are signed out everywhere, and nobody can sign in any more, not even we.',
        'Name, picture, addresses and carts are deleted, and the mails that we sent you.',
        'Orders are kept, as the law demands of a shop, but they no longer say who bought. Those under ' +
          'way still arrive.',
        'Your e-mail address is free again: you can come back with a new account.',
      ],
      understood: 'I understand that this cannot be taken back.',
      needed: 'Tick this first.',
      button: 'Delete my account',
    },
  },
  {
    export: {
      title: 'Was wir von dir wissen',
      lead:
        'Alles in einer Datei: Konto, Anmeldungen, Adressen, Warenkörbe, Bestellungen, Mails. Zum Lesen ' +
        'und Mitnehmen.',
      button: 'Meine Daten herunterladen',
      file: 'meine-daten.json',
      done: 'Die Datei liegt in den Downloads.',
    },
    delete: {
      title: 'Konto löschen',
      lead: 'Sofort und für immer. Das geschieht:',
      facts: [
        'Du wirst überall abgemeldet, und niemand kann sich mehr anmelden, auch wir nicht.',
        'Name, Bild, Adressen und Warenkörbe werden gelöscht, auch die Mails, die wir dir geschickt haben.',
        'Bestellungen bleiben, weil das Gesetz es von einem Laden verlangt, sagen aber nicht mehr, wer ' +
          'gekauft hat. Was unterwegs ist, kommt noch an.',
        'Deine E-Mail-Adresse ist wieder frei: Du kannst mit einem neuen Konto zurückkommen.',
      ],
      understood: 'Ich verstehe, dass das nicht rückgängig zu machen ist.',
      needed: 'Setz zuerst diesen Haken.',
      button: 'Mein Konto löschen',
    },
  },
)
