/** Signing in with a provider: buttons, what went wrong, and proving an account before it is linked. */
export const social = {
  button: {
    /** In the words that each provider asks for. */
    signIn: {
      google: 'Continue with Google',
      kakao: 'Login with Kakao',
      naver: 'Log in with NAVER',
      github: 'Continue with GitHub',
      openid: 'Continue with {provider}',
    },
    step_up: 'Confirm with {provider}',
    link: 'Link {provider}',
    try: 'Try a sign-in with {provider}',
  },
  incident: 'If it happens again, tell whoever runs this site this number: {incident}',
  /** Where a provider refuses the browser inside of another app. */
  inApp: {
    why: '{provider} lets nobody sign in inside of {app}.',
    whyAndHow:
      '{provider} lets nobody sign in inside of {app}. Go on in your browser: the menu of {app} can open this page there, or take a code along.',
    open: 'Open in my browser',
    getCode: 'Get a code for another browser',
    code: 'Your code',
    codeHint: 'Open {address} in your browser, on this device or another, and type this code there.',
    onceOnly: 'It works once, for ten minutes. You sign in there, and go on with what you were about to do here.',
    copy: 'Copy the address with the code',
    copied: 'Copied',
  },
  /** Where the code of an app is typed. */
  handOff: {
    title: 'Go on in this browser',
    lead: 'Type the code that the app shows you. You sign in here, and go on with what you were about to do there.',
    code: 'Code',
    codeHint: 'Eight characters, like K7Q2-M4PX',
    submit: 'Go on',
  },
  address: {
    title: 'Which address is yours?',
    lead: 'We need an e-mail address that is proved to be yours, and {provider} does not vouch for one. We mail you a code; nothing is created before you type it here.',
    email: 'E-mail',
    submit: 'Send code',
    sent: 'A mail with a code is on its way. It works on this page only, for ten minutes.',
    code: 'Code',
    codeHint: 'Six digits',
    finish: 'Confirm and go on',
    again: 'Another address or another code',
  },
  link: {
    title: 'Is this account yours?',
    lead: 'There is already an account for {email}. Prove that it is yours, and from now on {provider} lets you into it as well.',
    why: 'We ask because an address alone proves little: somebody else may have used it at {provider}.',
    email: 'E-mail',
    password: 'Your password here',
    submit: 'Link {provider} and sign in',
    noPassword:
      'This account has no password. Prove it by a code that we mail to its address, or sign in the way you did before.',
    noPasswordNorCode: 'This account has no password. Sign in the way you did before, then link {provider} there.',
    byCode: 'Prove it by a code by mail',
    notNow: 'Not now',
    expiredTitle: 'There is nothing to link any more',
    expired: 'More than half an hour has passed, or it was linked already. Nothing is lost: sign in again.',
    toLogin: 'Sign in',
  },
}
