import { defineTexts } from '../language.tsx'

export const profileTexts = defineTexts(
  {
    picture: 'Picture',
    pictureHint:
      'PNG, JPEG, WebP, GIF or AVIF, up to 5 MB. We keep a square of it, and nothing that is hidden in ' +
      'the file.',
    choose: 'Choose a picture',
    chooseOther: 'Choose another one',
    preview: 'How your picture will look',
    use: 'Use this picture',
    uploading: 'Uploading',
    removed: 'Your picture is removed.',
    changed: 'Your picture is changed.',
    remove: 'Remove',
    unreadable: 'Your browser cannot show this file. Choose a picture.',
    nameTitle: 'Name',
    nameLead: 'How we greet you.',
    nameSaved: 'Your name is saved.',
    publicTitle: 'Public profile',
    publicLead:
      'Whether others can see your name and picture in this shop. Never your orders, addresses or ' +
      'e-mail address.',
    public: 'Show my profile to others',
  },
  {
    picture: 'Bild',
    pictureHint:
      'PNG, JPEG, WebP, GIF oder AVIF, bis 5 MB. Wir behalten ein Quadrat davon, und nichts, was in ' +
      'der Datei versteckt ist.',
    choose: 'Bild auswählen',
    chooseOther: 'Anderes auswählen',
    preview: 'So wird dein Bild aussehen',
    use: 'Dieses Bild benutzen',
    uploading: 'Wird hochgeladen',
    removed: 'Dein Bild ist entfernt.',
    changed: 'Dein Bild ist geändert.',
    remove: 'Entfernen',
    unreadable: 'Dein Browser kann diese Datei nicht zeigen. Nimm ein Bild.',
    nameTitle: 'Name',
    nameLead: 'So grüßen wir dich.',
    nameSaved: 'Dein Name ist gespeichert.',
    publicTitle: 'Öffentliches Profil',
    publicLead:
      'Ob andere in diesem Laden deinen Namen und dein Bild sehen. Nie deine Bestellungen, Adressen ' +
      'oder E-Mail-Adresse.',
    public: 'Mein Profil anderen zeigen',
  },
)
