import type { admin as en } from '../en/admin'

export const admin: typeof en = {
  title: '관리',
  navigation: '관리 메뉴',
  overview: '개요',
  people: '회원',
  liveSignIns: '현재 로그인',
  unconfirmed: '확인되지 않은 주소',
  waitingMail: '발송을 기다리는 메일',
  role: '{role} 권한으로 보고 있어요.',
  roleName: { user: '회원', staff: '운영진', owner: '소유자' },
}
