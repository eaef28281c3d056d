export const home = {
  title: 'One account, in safe hands',
  lead: '{site} signs you in by e-mail or with Google, shows you every device that is signed in, and ends any of them at once.',
  welcome: 'Hello, {name}',
  signedInAs: 'You are signed in as {email}.',
  points: {
    devices: {
      title: 'Every sign-in in view',
      text: 'See each browser and app that is signed in, and end it with one press.',
    },
    password: {
      title: 'Asked again when it matters',
      text: 'Risky changes ask for your password first, even when you are signed in.',
    },
    language: { title: 'Yours to read', text: 'In Korean and English, light and dark, with and without JavaScript.' },
  },
  next: {
    profile: 'Complete your profile',
    devices: 'Look at your devices',
    security: 'See how you sign in',
  },
}
