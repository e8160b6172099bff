import type { FaultCode } from '@marketsquare/sdk'
import { defineTexts } from '../language.tsx'

type ByCode = Partial<Record<FaultCode, string>>

/** Why something about the account was refused, and what to do. */
export const accountFaultTexts = defineTexts(
  {
    waitFor: (time: string) => `There were too many tries. Please wait ${time}, then try again.`,
    seconds: (n: number) => (n === 1 ? 'a second' : `${n} seconds`),
    minutes: (n: number) => (n === 1 ? 'a minute' : `${n} minutes`),
    passkeyCancelled: 'No passkey was used. Try again when you are ready, or choose another way.',
    passkeyKnown: 'This device already holds a passkey for your account.',
    passkeyAddress:
      'Passkeys do not work at this address of the shop. Open it at its own name, and try again.',
    passkeyUnsupported: 'This device cannot keep a passkey. Try it with another one, such as your phone.',
    byCode: {
      'access.unauthenticated': 'You were signed out in the meantime. Please sign in again.',
      'http.busy': 'A lot is going on in the shop right now. Please try again in a moment.',
      'http.stopping': 'The shop is just restarting. Please try again in a moment.',
      'http.too_large': 'This file is too large. Choose one below 5 MB.',
      'http.unsupported_type': 'Choose a picture as PNG, JPEG, WebP, GIF or AVIF.',
      'identity.wrong_credentials':
        'E-mail address and password do not belong together. Check both for a typo.',
      'identity.wrong_code': 'This code is wrong or was used already. Take the one the app shows now.',
      'identity.wrong_proof': 'That was not right. You are still signed in; try again.',
      'identity.weak_password':
        'This password is one of those that are tried first. Choose one that is yours alone.',
      'identity.link_invalid': 'This link was used, has expired or was replaced. Ask for a fresh one.',
      'identity.email_taken': 'There is already an account with this address. Sign in to that one instead.',
      'identity.session_missing': 'This device was signed out already.',
      'openid.denied': 'You called the sign-in off there. Choose another way, or try again.',
      'openid.expired': 'This took too long, or was begun in another window. Please begin again.',
      'openid.rejected': 'The answer did not prove who you are. Please begin again.',
      'openid.provider_away': 'We cannot reach them right now. Please try again in a moment.',
      'openid.provider_broken': 'Their sign-in does not work as it should right now. Choose another way in.',
      'openid.provider_missing': 'This way to sign in is not offered any more.',
      'openid.link_needed':
        'An account with your address exists here. Sign in to it first, then connect this one under ' +
        '“Security”.',
      'openid.linked_elsewhere': 'It is connected to another account here. Disconnect it there first.',
      'openid.full': 'Your account has as many connections as it can have. Remove one first.',
      'openid.last_way_in': 'Without it you could not sign in any more. Set a password first.',
      'passkey.refused':
        'We do not know this passkey, or it took too long. Try again, or choose another way.',
      'passkey.wrong_proof': 'This passkey is not one of yours here, or it took too long. Try again.',
      'passkey.invalid': 'This passkey could not be accepted. Please begin again.',
      'passkey.taken': 'This passkey is in use already.',
      'passkey.full': 'An account can have 20 passkeys. Remove one first.',
      'passkey.last_way_in': 'Without this passkey you could not sign in any more. Set a password first.',
      'passkey.no_domain': 'This shop cannot offer passkeys at its address yet. Choose another way.',
      'second_factor.wrong_code':
        'This is not what the app should show now. Check the clock of your phone and try again.',
      'second_factor.not_begun': 'That took too long. Please begin again.',
      'second_factor.missing': 'It is turned off already.',
      'profile.not_a_picture': 'Choose a picture as PNG, JPEG, WebP, GIF or AVIF.',
      'profile.picture_unreadable': 'This picture is damaged or too large. Choose another one.',
      'profile.address_missing': 'This address was deleted in the meantime.',
      'profile.too_many_addresses': 'Your address book is full: it has room for 50. Delete one first.',
      'order.unproven':
        'First confirm that your e-mail address is yours; then your orders come by themselves.',
      'staff.last_owner': 'You are the only owner of this shop. Make somebody else an owner first.',
    } as ByCode,
  },
  {
    waitFor: (time: string) =>
      `Das waren zu viele Versuche. Bitte warte ${time} und versuche es dann noch einmal.`,
    seconds: (n: number) => (n === 1 ? 'eine Sekunde' : `${n} Sekunden`),
    minutes: (n: number) => (n === 1 ? 'eine Minute' : `${n} Minuten`),
    passkeyCancelled: 'Es wurde kein Passkey benutzt. Versuche es noch einmal oder nimm einen anderen Weg.',
    passkeyKnown: 'Auf diesem Gerät liegt schon ein Passkey für dein Konto.',
    passkeyAddress:
      'Unter dieser Adresse des Ladens gehen Passkeys nicht. Öffne ihn unter seinem eigenen Namen.',
    passkeyUnsupported: 'Dieses Gerät kann keinen Passkey aufbewahren. Nimm ein anderes, etwa dein Telefon.',
    byCode: {
      'access.unauthenticated': 'Du wurdest inzwischen abgemeldet. Bitte melde dich noch einmal an.',
      'http.busy': 'Im Laden ist gerade viel los. Bitte versuche es gleich noch einmal.',
      'http.stopping': 'Der Laden startet gerade neu. Bitte versuche es gleich noch einmal.',
      'http.too_large': 'Diese Datei ist zu groß. Nimm eine unter 5 MB.',
      'http.unsupported_type': 'Nimm ein Bild als PNG, JPEG, WebP, GIF oder AVIF.',
      'identity.wrong_credentials':
        'E-Mail-Adresse und Passwort passen nicht zusammen. Hat sich ein Tippfehler eingeschlichen?',
      'identity.wrong_code': 'Dieser Code ist falsch oder schon benutzt. Nimm den, den die App jetzt zeigt.',
      'identity.wrong_proof': 'Das war nicht richtig. Du bist weiter angemeldet; versuche es noch einmal.',
      'identity.weak_password':
        'Dieses Passwort wird als eines der ersten probiert. Nimm eines, das nur deines ist.',
      'identity.link_invalid':
        'Dieser Link wurde benutzt, ist abgelaufen oder wurde ersetzt. Lass dir einen neuen schicken.',
      'identity.email_taken': 'Mit dieser Adresse gibt es schon ein Konto. Melde dich stattdessen dort an.',
      'identity.session_missing': 'Dieses Gerät war schon abgemeldet.',
      'openid.denied':
        'Du hast die Anmeldung dort abgebrochen. Nimm einen anderen Weg oder versuche es noch einmal.',
      'openid.expired':
        'Das hat zu lange gedauert oder begann in einem anderen Fenster. Bitte fang noch einmal an.',
      'openid.rejected': 'Die Antwort beweist nicht, wer du bist. Bitte fang noch einmal an.',
      'openid.provider_away': 'Dort ist gerade niemand zu erreichen. Bitte versuche es gleich noch einmal.',
      'openid.provider_broken': 'Die Anmeldung dort geht gerade nicht, wie sie soll. Nimm einen anderen Weg.',
      'openid.provider_missing': 'Diese Anmeldung wird nicht mehr angeboten.',
      'openid.link_needed':
        'Mit deiner Adresse gibt es hier ein Konto. Melde dich erst dort an und verbinde dieses dann ' +
        'unter „Sicherheit“.',
      'openid.linked_elsewhere': 'Es ist hier mit einem anderen Konto verbunden. Trenne es zuerst dort.',
      'openid.full': 'Dein Konto hat so viele Verbindungen, wie es haben kann. Entferne zuerst eine.',
      'openid.last_way_in': 'Ohne sie könntest du dich nicht mehr anmelden. Lege zuerst ein Passwort fest.',
      'passkey.refused':
        'Diesen Passkey kennen wir nicht, oder es hat zu lange gedauert. Versuche es noch einmal.',
      'passkey.wrong_proof': 'Dieser Passkey ist keiner von deinen hier, oder es hat zu lange gedauert.',
      'passkey.invalid': 'Dieser Passkey konnte nicht angenommen werden. Bitte fang noch einmal an.',
      'passkey.taken': 'Dieser Passkey ist schon in Gebrauch.',
      'passkey.full': 'Ein Konto kann 20 Passkeys haben. Entferne zuerst einen.',
      'passkey.last_way_in':
        'Ohne diesen Passkey könntest du dich nicht mehr anmelden. Lege zuerst ein Passwort fest.',
      'passkey.no_domain':
        'Unter seiner Adresse kann dieser Laden noch keine Passkeys anbieten. Nimm einen anderen Weg.',
      'second_factor.wrong_code':
        'Das sollte die App jetzt nicht zeigen. Prüfe die Uhr deines Telefons und versuche es noch einmal.',
      'second_factor.not_begun': 'Das hat zu lange gedauert. Bitte fang noch einmal an.',
      'second_factor.missing': 'Er ist schon ausgeschaltet.',
      'profile.not_a_picture': 'Nimm ein Bild als PNG, JPEG, WebP, GIF oder AVIF.',
      'profile.picture_unreadable': 'Dieses Bild ist beschädigt oder zu groß. Nimm ein anderes.',
      'profile.address_missing': 'Diese Adresse wurde inzwischen gelöscht.',
      'profile.too_many_addresses': 'Dein Adressbuch ist voll: Es hat Platz für 50. Lösche zuerst eine.',
      'order.unproven':
        'Bestätige zuerst, dass die E-Mail-Adresse deine ist; dann kommen die Bestellungen von selbst.',
      'staff.last_owner': 'Du bist hier allein Eigentümer. Mache zuerst jemand anderen dazu.',
    },
  },
)
