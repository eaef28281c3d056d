export const mail = {
  greeting: 'Hello {name},',
  greetingPlain: 'Hello,',
  footer: 'This mail was sent by {site}. If you did not expect it, you need not do anything.',
  undo: 'This was not me: undo it and secure my account',
  undoHint:
    'If it was not you, use the link below within seven days: it puts everything back, signs every device out and holds further changes.',
  seeAddresses: 'See your addresses',
  openLink: 'If the button does not work, copy this address into your browser:',
  confirmEmail: {
    subject: 'Confirm your e-mail address for {site}',
    body: 'Somebody, most likely you, signed up with this address. Confirm it to open the account.',
    button: 'Confirm address',
    hint: 'The link works once, for {days, plural, one {# day} other {# days}}. If it was not you, ignore this mail: without the confirmation nobody can use the account.',
  },
  alreadyRegistered: {
    subject: 'You already have an account at {site}',
    body: 'Somebody, most likely you, tried to sign up with this address, but it already has an account. You can simply sign in.',
    button: 'Sign in',
    hint: 'If it was not you, nothing has changed and you need not do anything.',
  },
  providerLinked: {
    subject: 'You can now sign in to {site} with {provider}',
    body: 'Your account was linked with {provider}. From now on you can sign in with it as well.',
    button: 'Look at your sign-in methods',
    hint: 'If it was not you, use the link below within seven days: it takes the link with {provider} away, signs every device out and holds further changes.',
  },
  resetPassword: {
    subject: 'Choose a new password for {site}',
    body: 'Somebody, most likely you, asked for a new password for this account.',
    button: 'Choose a new password',
    hint: 'The link works once, for {minutes} minutes. If it was not you, ignore this mail: nothing has changed.',
  },
  refreshReuse: {
    subject: 'An app was signed out of your account at {site}',
    body: 'Somebody used a credential that your app had already exchanged. That happens when it was copied, so we ended the sign-in that it belonged to.',
    button: 'Look at your devices',
    hint: 'Sign in again in the app. If you do not know what it could have been, change your password.',
  },
  passwordChanged: {
    subject: 'Your password at {site} was changed',
    body: 'The password of your account was just changed. Every other device was signed out.',
    button: 'Look at your account',
    hint: 'If it was not you, use the link below within seven days: it makes that password void, signs every device out and lets you choose a new one.',
  },
  personalTokenCreated: {
    subject: 'A personal access token was made for your account at {site}',
    body: 'A program that holds this token can act for you, within its scopes ({scopes}), for {days} days.',
    button: 'Look at your tokens',
    hint: 'If it was not you, use the link below within seven days: it revokes the token, signs every device out and holds further changes.',
  },
  confirmAddress: {
    subject: 'Confirm this address for your account at {site}',
    body: 'You asked to use this address for your account. Confirm it while you are signed in there.',
    button: 'Confirm address',
    hint: 'The link works once, for {days, plural, one {# day} other {# days}}. If it was not you, ignore this mail: without the confirmation nothing changes.',
  },
  addressAdded: {
    subject: 'An e-mail address was added to your account at {site}',
    body: 'From now on {address} signs in to your account as well, and a forgotten password can be replaced by it.',
  },
  addressRemoved: {
    subject: 'An e-mail address was removed from your account at {site}',
    body: '{address} no longer belongs to your account.',
  },
  mainAddressChanged: {
    subject: 'The main e-mail address of your account at {site} was changed',
    body: 'Mail about your account goes to {address} from now on.',
  },
  changeUndone: {
    subject: 'Your account at {site} was put back',
    body: 'A change was undone by the link we had mailed you. Every device was signed out, and risky changes are held for three days.',
    button: 'Look at your account',
    hint: 'Should somebody else be able to read your mail, change the password of your mailbox first.',
  },
  squatterEvicted: {
    subject: 'Your account at {site} now belongs to you',
    body: 'Somebody had signed up with your address without confirming it. As you have proved with {provider} that the address is yours, we removed the password and every sign-in that were set up before.',
    button: 'Look at your account',
    hint: 'If it was you who signed up earlier, sign in with {provider} from now on; the earlier password no longer works.',
  },
}
