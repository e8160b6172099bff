import { defineTexts } from '../language.tsx'

export const signInTexts = defineTexts(
  {
    title: 'Sign in',
    lead: 'Good to see you again.',
    submit: 'Sign in',
    forgot: 'Forgot your password?',
    or: 'or',
    passkey: 'Sign in with a passkey',
    byLink: 'Send me a link by mail',
    with: (label: string) => `Continue with ${label}`,
    newHere: 'New here?',
    toRegister: 'Create an account',
    code: {
      title: 'One more step',
      lead: 'Your account is protected by a second factor. Enter the code that your app shows.',
      submit: 'Confirm',
      useRecovery: 'Use a recovery code instead',
      useApp: 'Use the app instead',
      over: 'The second step took too long or had too many wrong codes. Please begin again.',
    },
    link: {
      title: 'A link instead of a password',
      lead: 'We send you a mail with a link that signs you in. It works once, for 15 minutes.',
      submit: 'Send the link',
    },
    reset: {
      title: 'Choose a new password',
      lead: 'Tell us your address, and we send you a link for a new password. It works once, for an hour.',
      submit: 'Send the link',
    },
    sent: {
      title: 'Look into your mailbox',
      lead: (email: string) => `If there is an account with ${email}, a mail is on its way there.`,
      hint: 'Nothing there after a minute or two? Look among the spam, or check the address for a typo.',
      again: 'Try another address',
    },
    toSignIn: 'Back to sign-in',
    register: {
      title: 'Create an account',
      lead: 'To see your orders, check out faster, and keep your addresses.',
      submit: 'Create account',
      have: 'You have an account already?',
      welcome: (name: string) => `Welcome, ${name}`,
      done: (email: string) =>
        `We have sent a mail to ${email}. Follow its link to confirm that the address is yours; you ` +
        'can shop on meanwhile.',
      cart: 'What was in your cart is still there.',
      toShop: 'On to the shop',
    },
    openid: {
      title: 'Signing you in',
      linkTitle: 'Connecting your accounts',
      wait: 'One moment…',
      failed: 'That did not work out',
      toSecurity: 'Back to security',
    },
    mail: {
      signIn: 'Sign in with your link',
      signInLead: 'You have come by the link of our mail. One click, and you are in.',
      signInButton: 'Sign me in',
      verify: 'Confirm your address',
      verifyLead:
        'You have come by the link of our mail. One click tells us that the address is yours. If you ' +
        'made no account with us, close this page.',
      verifyButton: 'Confirm my address',
      verified: 'Thank you, confirmed',
      verifiedLead: (email: string) => `${email} is yours: your orders and our mails find their way to you.`,
      change: 'Use your new address',
      changeLead: 'From then on we write to your new address, and you sign in with it.',
      changeButton: 'Use this address',
      changed: 'Your address is changed',
      changedLead: (email: string) => `From now on we write to ${email}, and you sign in with it.`,
      reset: 'Choose a new password',
      resetLead: 'It signs you out everywhere else.',
      resetButton: 'Save and sign in',
      usedUp: 'This link does not work any more',
      usedUpLead: 'It was used already, has expired, or a newer one took its place.',
      another: 'Ask for another link',
      toSecurity: 'Ask again under “Security”',
      verifyAgain:
        'If your address is not confirmed yet, you find a button for another mail in your account.',
      toAccount: 'To your account',
      toShop: 'To the shop',
    },
  },
  {
    title: 'Anmelden',
    lead: 'Schön, dich wiederzusehen.',
    submit: 'Anmelden',
    forgot: 'Passwort vergessen?',
    or: 'oder',
    passkey: 'Mit Passkey anmelden',
    byLink: 'Link per Mail schicken',
    with: (label: string) => `Weiter mit ${label}`,
    newHere: 'Neu hier?',
    toRegister: 'Konto anlegen',
    code: {
      title: 'Noch ein Schritt',
      lead: 'Dein Konto ist durch einen zweiten Faktor geschützt. Gib den Code ein, den deine App zeigt.',
      submit: 'Bestätigen',
      useRecovery: 'Stattdessen einen Ersatzcode benutzen',
      useApp: 'Stattdessen die App benutzen',
      over:
        'Der zweite Schritt hat zu lange gedauert oder hatte zu viele falsche Codes. Bitte fang noch ' +
        'einmal an.',
    },
    link: {
      title: 'Link statt Passwort',
      lead: 'Wir schicken dir eine Mail mit einem Link, der dich anmeldet. Er gilt einmal, 15 Minuten lang.',
      submit: 'Link schicken',
    },
    reset: {
      title: 'Neues Passwort wählen',
      lead:
        'Sag uns deine Adresse, und wir schicken dir einen Link für ein neues Passwort. Er gilt einmal, ' +
        'eine Stunde lang.',
      submit: 'Link schicken',
    },
    sent: {
      title: 'Schau in dein Postfach',
      lead: (email: string) => `Wenn es ein Konto mit ${email} gibt, ist eine Mail dorthin unterwegs.`,
      hint: 'Nach ein, zwei Minuten nichts da? Schau im Spam nach, oder prüfe die Adresse auf Tippfehler.',
      again: 'Andere Adresse versuchen',
    },
    toSignIn: 'Zurück zur Anmeldung',
    register: {
      title: 'Konto anlegen',
      lead: 'Um Bestellungen zu sehen, schneller zu bezahlen und Adressen zu behalten.',
      submit: 'Konto anlegen',
      have: 'Du hast schon ein Konto?',
      welcome: (name: string) => `Willkommen, ${name}`,
      done: (email: string) =>
        `Wir haben eine Mail an ${email} geschickt. Folge ihrem Link, um zu bestätigen, dass die ` +
        'Adresse deine ist; einkaufen kannst du schon.',
      cart: 'Was in deinem Warenkorb lag, liegt weiter darin.',
      toShop: 'Weiter zum Laden',
    },
    openid: {
      title: 'Du wirst angemeldet',
      linkTitle: 'Deine Konten werden verbunden',
      wait: 'Einen Moment…',
      failed: 'Das hat nicht geklappt',
      toSecurity: 'Zurück zur Sicherheit',
    },
    mail: {
      signIn: 'Mit deinem Link anmelden',
      signInLead: 'Du kommst über den Link in unserer Mail. Ein Klick, und du bist drin.',
      signInButton: 'Jetzt anmelden',
      verify: 'Adresse bestätigen',
      verifyLead:
        'Du kommst über den Link in unserer Mail. Ein Klick sagt uns, dass die Adresse deine ist. Wenn ' +
        'du bei uns kein Konto angelegt hast, schließ diese Seite.',
      verifyButton: 'Meine Adresse bestätigen',
      verified: 'Danke, bestätigt',
      verifiedLead: (email: string) => `${email} ist deine: Bestellungen und Mails erreichen dich.`,
      change: 'Neue Adresse benutzen',
      changeLead: 'Danach schreiben wir an deine neue Adresse, und du meldest dich mit ihr an.',
      changeButton: 'Diese Adresse benutzen',
      changed: 'Deine Adresse ist geändert',
      changedLead: (email: string) => `Ab jetzt schreiben wir an ${email}, und du meldest dich damit an.`,
      reset: 'Neues Passwort wählen',
      resetLead: 'Überall sonst wirst du damit abgemeldet.',
      resetButton: 'Speichern und anmelden',
      usedUp: 'Dieser Link gilt nicht mehr',
      usedUpLead: 'Er wurde schon benutzt, ist abgelaufen, oder ein neuerer hat ihn ersetzt.',
      another: 'Neuen Link schicken lassen',
      toSecurity: 'Unter „Sicherheit“ noch einmal anfangen',
      verifyAgain:
        'Wenn deine Adresse noch nicht bestätigt ist, findest du in deinem Konto einen Knopf für eine ' +
        'neue Mail.',
      toAccount: 'Zu deinem Konto',
      toShop: 'Zum Laden',
    },
  },
)
