import type { auth as en } from '../en/auth'

export const auth: typeof en = {
  email: '이메일',
  password: '비밀번호',
  newPassword: '비밀번호',
  name: '이름',
  passwordHint: '{min}자 이상이면 돼요. 단어를 몇 개 이어 쓰면 외우기 쉽고 추측하기는 어려워요.',
  login: {
    title: '로그인',
    lead: '다시 만나서 반가워요.',
    keep: '로그인 상태 유지',
    keepHint: '함께 쓰는 기기에서는 선택하지 마세요.',
    submit: '로그인',
    noAccount: '아직 계정이 없으신가요?',
    toSignUp: '회원가입',
    resend: '확인 메일을 받지 못하셨나요?',
  },
  notices: {
    confirmed: '이메일 주소가 확인되었어요. 이제 로그인할 수 있어요.',
    signed_out: '로그아웃했어요.',
    signed_out_everywhere: '모든 기기에서 로그아웃했어요.',
    already_confirmed: '이미 확인된 주소예요. 바로 로그인하시면 돼요.',
  },
  signup: {
    title: '회원가입',
    lead: '이메일 주소와 비밀번호만 있으면 돼요.',
    submit: '계정 만들기',
    haveAccount: '이미 계정이 있으신가요?',
    toLogin: '로그인',
  },
  sent: {
    title: '메일함을 확인해 주세요',
    text: '링크가 담긴 메일을 보냈어요. 메일을 열어 이메일 주소를 확인해 주세요.',
    hint: '메일이 보이지 않으면 스팸함을 살펴보거나 다시 보내 주세요.',
    mailbox: '이 서버의 메일함 열기',
    resend: '다시 보내기',
    resent: '확인을 기다리는 주소라면 새 메일을 보냈어요.',
  },
  verify: {
    title: '이메일 주소 확인',
    text: '버튼을 누르면 {email} 주소가 확인돼요.',
    otherBrowser:
      '다른 브라우저에서 가입하셨네요. 다른 사람이 회원님 이름으로 계정을 열지 못하도록 가입할 때 정한 비밀번호를 입력해 주세요.',
    submit: '이메일 주소 확인하기',
    invalidTitle: '더 이상 쓸 수 없는 링크예요',
    invalid: '이미 사용했거나 기한이 지났거나 새 링크로 바뀌었어요.',
    again: '새 링크 받기',
  },
  confirm: {
    title: '본인이 맞으신가요?',
    lead: '중요한 작업이라 비밀번호를 한 번 더 확인할게요.',
    leadProvider: '중요한 작업이라 본인인지 한 번 더 확인할게요.',
    submit: '계속하기',
    signedInAs: '{email} 계정으로 로그인 중',
  },
}
