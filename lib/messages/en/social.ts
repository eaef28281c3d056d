/** Signing in with a provider: buttons, what went wrong, and proving an account before it is linked. */
export const social = {
  button: {
    signIn: 'Continue with {provider}',
    stepUp: 'Confirm with {provider}',
  },
  error: {
    provider_failed: 'Signing in with the provider did not work. Nothing was changed. Please try again.',
    provider_cancelled: 'You cancelled at the provider. Nothing was changed.',
    provider_email_unusable:
      'The provider gave us no confirmed e-mail address, so we cannot tell which account is yours. Confirm your address there first, or sign up with your e-mail.',
    provider_account_disabled: 'This account is disabled. Please ask whoever runs this site.',
    provider_other_person: 'That was another account at the provider. Please choose the one you sign in with here.',
    provider_not_fresh:
      'The provider did not confirm that you signed in just now. Please try again, or sign out and in again.',
    link_expired: 'Linking took too long or was already finished. Please start again.',
    identity_taken: 'That account at the provider already belongs to another account here.',
    too_many_requests: 'Too many attempts. Please wait a while and try again.',
    unavailable: 'We are very busy right now. Please try again in a moment.',
    internal: 'Something went wrong on our side. Please try again.',
  },
  link: {
    title: 'Is this account yours?',
    lead: 'There is already an account for {email}. Prove that it is yours, and you can sign in to it with {provider} from now on.',
    why: 'We ask because {provider} does not manage this address itself, so its word alone is not enough.',
    password: 'Password of your account here',
    submit: 'Link {provider} and sign in',
    wrongPassword: 'That is not the password of this account.',
    noPassword: 'This account has no password. Sign in the way you did before; nothing was linked.',
    otherWay: 'Sign in another way',
    cancel: 'Not now',
  },
}

export type SocialMessages = typeof social
