import type { SocialMessages } from '@/lib/messages/en/social'

export const social = {
  button: {
    signIn: '{provider} 계정으로 계속하기',
    stepUp: '{provider} 계정으로 본인 확인',
  },
  error: {
    provider_failed: '외부 계정으로 로그인하지 못했습니다. 바뀐 것은 없습니다. 다시 시도해 주세요.',
    provider_cancelled: '외부 계정 로그인을 취소했습니다. 바뀐 것은 없습니다.',
    provider_email_unusable:
      '외부 계정에서 확인된 이메일 주소를 받지 못해 어느 계정이 본인 것인지 알 수 없습니다. 그곳에서 먼저 이메일을 확인하거나, 이메일로 가입해 주세요.',
    provider_account_disabled: '사용이 중지된 계정입니다. 사이트 운영자에게 문의해 주세요.',
    provider_other_person: '다른 외부 계정으로 확인했습니다. 여기서 로그인할 때 쓰는 계정을 선택해 주세요.',
    provider_not_fresh:
      '방금 로그인했다는 확인을 외부 계정에서 받지 못했습니다. 다시 시도하거나, 로그아웃한 뒤 다시 로그인해 주세요.',
    link_expired: '연결할 수 있는 시간이 지났거나 이미 연결이 끝났습니다. 처음부터 다시 시작해 주세요.',
    identity_taken: '이 외부 계정은 이미 다른 계정에 연결되어 있습니다.',
    too_many_requests: '시도가 너무 많았습니다. 잠시 기다렸다가 다시 시도해 주세요.',
    unavailable: '지금은 요청이 많습니다. 잠시 후 다시 시도해 주세요.',
    internal: '저희 쪽에서 문제가 생겼습니다. 다시 시도해 주세요.',
  },
  link: {
    title: '본인의 계정인가요?',
    lead: '{email} 주소로 만든 계정이 이미 있습니다. 본인 계정임을 확인하면 앞으로 {provider} 계정으로도 로그인할 수 있습니다.',
    why: '이 주소는 {provider}에서 직접 관리하는 주소가 아니어서 한 번 더 확인합니다.',
    password: '이 사이트 계정의 비밀번호',
    submit: '{provider} 계정 연결하고 로그인',
    wrongPassword: '이 계정의 비밀번호가 아닙니다.',
    noPassword: '이 계정에는 비밀번호가 없습니다. 전에 쓰던 방법으로 로그인해 주세요. 연결된 것은 없습니다.',
    otherWay: '다른 방법으로 로그인',
    cancel: '나중에 하기',
  },
} satisfies SocialMessages
