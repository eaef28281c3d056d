import type { mail as en } from '../en/mail'

export const mail: typeof en = {
  greeting: '{name} 님, 안녕하세요.',
  greetingPlain: '안녕하세요.',
  footer: '{site}에서 보낸 메일이에요. 요청한 적이 없다면 아무것도 하지 않아도 돼요.',
  openLink: '버튼이 눌리지 않으면 아래 주소를 브라우저에 붙여 넣어 주세요.',
  confirmEmail: {
    subject: '{site} 이메일 주소를 확인해 주세요',
    body: '이 주소로 회원가입 신청이 들어왔어요. 본인이 맞다면 주소를 확인하고 계정을 열어 주세요.',
    button: '이메일 주소 확인하기',
    hint: '링크는 {days}일 동안 한 번만 쓸 수 있어요. 가입한 적이 없다면 이 메일은 무시하셔도 괜찮아요. 확인하지 않으면 아무도 이 계정을 쓸 수 없어요.',
  },
  alreadyRegistered: {
    subject: '{site}에 이미 계정이 있어요',
    body: '이 주소로 회원가입 신청이 들어왔지만 이미 가입된 주소예요. 바로 로그인하시면 돼요.',
    button: '로그인하기',
    hint: '직접 하신 일이 아니어도 걱정하지 마세요. 바뀐 것은 없어요.',
  },
  providerLinked: {
    subject: '이제 {provider} 계정으로 {site}에 로그인할 수 있어요',
    body: '회원님의 계정에 {provider} 로그인이 연결되었어요. 앞으로 {provider} 계정으로도 로그인할 수 있어요.',
    button: '로그인 방법 확인하기',
    hint: '직접 하신 일이 아니라면 기기 화면에서 모든 기기를 로그아웃하고 비밀번호를 바꿔 주세요.',
  },
  passwordChanged: {
    subject: '{site} 비밀번호가 바뀌었어요',
    body: '방금 회원님 계정의 비밀번호가 바뀌었어요. 다른 기기는 모두 로그아웃되었어요.',
    button: '내 계정 보기',
    hint: '직접 바꾸신 것이 아니라면 다른 사람이 회원님의 계정에 들어올 수 있는 상태예요. 바로 이 메일에 답장하거나 사이트 운영자에게 알려 주세요.',
  },
  squatterEvicted: {
    subject: '{site} 계정이 이제 회원님의 것이 되었어요',
    body: '누군가 회원님의 이메일 주소로 가입만 해 두고 확인하지 않은 계정이 있었어요. {provider} 로그인으로 주소의 주인이 확인되어, 이전에 설정된 비밀번호와 로그인을 모두 지웠어요.',
    button: '내 계정 보기',
    hint: '예전에 직접 가입하셨다면 앞으로는 {provider} 계정으로 로그인해 주세요. 이전 비밀번호는 더 이상 쓸 수 없어요.',
  },
}
