export const admin = {
  title: 'Administration',
  navigation: 'Administration',
  overview: 'Overview',
  people: 'People',
  liveSignIns: 'Live sign-ins',
  unconfirmed: 'Unconfirmed addresses',
  waitingMail: 'Mail waiting to be sent',
  role: 'You are here as {role}.',
  roleName: { user: 'user', staff: 'staff', owner: 'owner' },
}
