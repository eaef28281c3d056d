import type { home as en } from '../en/home'

export const home: typeof en = {
  title: '하나의 계정, 안심하고 쓰세요',
  lead: '{site}에서는 이메일이나 Google 계정으로 로그인하고, 로그인된 기기를 한눈에 보고, 언제든 바로 로그아웃할 수 있어요.',
  welcome: '{name} 님, 반가워요',
  signedInAs: '{email} 계정으로 로그인했어요.',
  points: {
    devices: {
      title: '한눈에 보는 로그인',
      text: '로그인된 브라우저와 앱을 모두 보고, 한 번만 누르면 바로 로그아웃돼요.',
    },
    password: {
      title: '중요할 때는 한 번 더',
      text: '중요한 변경을 하기 전에는 로그인 중이어도 비밀번호를 다시 확인해요.',
    },
    language: {
      title: '편하게 읽으세요',
      text: '한국어와 영어, 밝은 화면과 어두운 화면, 자바스크립트가 꺼져 있어도 괜찮아요.',
    },
  },
  next: {
    profile: '프로필 채우기',
    devices: '로그인한 기기 보기',
    security: '로그인 방법 보기',
  },
}
