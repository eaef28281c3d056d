import type { social as en } from '../en/social'

export const social: typeof en = {
  button: {
    signIn: {
      google: 'Google 계정으로 계속하기',
      kakao: '카카오 로그인',
      naver: '네이버 로그인',
      github: 'GitHub 계정으로 계속하기',
      openid: '{provider} 계정으로 계속하기',
    },
    step_up: '{provider} 계정으로 본인 확인',
    link: '{provider} 계정 연결',
    try: '{provider} 로그인 시험해 보기',
  },
  incident: '같은 일이 또 생기면 사이트 운영자에게 이 번호를 알려 주세요: {incident}',
  inApp: {
    why: '{app} 안에서는 {provider} 계정으로 로그인할 수 없어요.',
    whyAndHow:
      '{app} 안에서는 {provider} 계정으로 로그인할 수 없어요. {app} 메뉴에서 이 화면을 다른 브라우저로 열거나, 코드를 받아 다른 브라우저에서 이어서 해 주세요.',
    open: '다른 브라우저에서 열기',
    getCode: '다른 브라우저에서 쓸 코드 받기',
    code: '이어서 하기 코드',
    codeHint: '이 기기나 다른 기기의 브라우저에서 {address} 주소를 열고 이 코드를 입력해 주세요.',
    onceOnly:
      '10분 동안 한 번만 쓸 수 있어요. 로그인은 그 브라우저에서 하고, 여기에서 하려던 일을 이어서 할 수 있어요.',
    copy: '코드가 담긴 주소 복사하기',
    copied: '복사했어요',
  },
  handOff: {
    title: '이 브라우저에서 이어서 하기',
    lead: '앱 화면에 나온 코드를 입력해 주세요. 로그인은 여기에서 하고, 하려던 일을 이어서 할 수 있어요.',
    code: '코드',
    codeHint: 'K7Q2-M4PX 같은 여덟 글자',
    submit: '계속하기',
  },
  address: {
    title: '어떤 이메일 주소를 쓰시나요?',
    lead: '본인 것으로 확인된 이메일 주소가 필요한데 {provider}에서는 확인해 주지 않아요. 보내 드리는 코드를 여기에 입력하기 전에는 아무것도 만들어지지 않아요.',
    email: '이메일',
    submit: '코드 보내기',
    sent: '코드를 담은 메일을 보냈어요. 이 화면에서만, 10분 동안 쓸 수 있어요.',
    code: '코드',
    codeHint: '숫자 여섯 자리',
    finish: '확인하고 계속하기',
    again: '다른 주소 또는 새 코드',
  },
  link: {
    title: '본인의 계정인가요?',
    lead: '{email} 주소의 계정이 이미 있어요. 본인 계정임을 확인하시면 앞으로는 {provider} 계정으로도 로그인할 수 있어요.',
    why: '주소만으로는 충분하지 않아요. {provider}에서 다른 사람이 같은 주소를 썼을 수도 있어서 한 번 더 확인해요.',
    email: '이메일',
    password: '이곳에서 쓰는 비밀번호',
    submit: '{provider} 계정 연결하고 로그인',
    noPassword:
      '이 계정에는 비밀번호가 없어요. 계정의 이메일로 보내 드리는 코드로 확인하거나, 전에 쓰던 방법으로 로그인해 주세요.',
    noPasswordNorCode:
      '이 계정에는 비밀번호가 없어요. 전에 쓰던 방법으로 로그인한 뒤, 계정 연결에서 {provider} 계정을 연결해 주세요.',
    byCode: '메일로 받은 코드로 확인하기',
    notNow: '나중에 하기',
    expiredTitle: '연결할 계정이 남아 있지 않아요',
    expired: '30분이 지났거나 이미 연결되었어요. 잃어버린 것은 없으니 다시 로그인해 주세요.',
    toLogin: '로그인',
  },
}
