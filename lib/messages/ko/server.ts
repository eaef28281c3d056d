import type { ServerMessages } from '../en/server'

export const server: ServerMessages = {
  bad_request: {
    title: '요청이 제대로 도착하지 않았어요',
    text: '요청이 중간에 끊겼거나 너무 오래 걸렸어요. 다시 시도해 주세요.',
  },
  cross_origin: {
    title: '다른 곳에서 보낸 요청이에요',
    text: '안전을 위해 저희 페이지에서 보낸 양식만 받고 있어요. 페이지를 다시 열고 보내 주세요.',
  },
  payload_too_large: { title: '너무 커요', text: '보내신 내용이 이 페이지에서 받을 수 있는 크기를 넘었어요.' },
  internal: { title: '문제가 생겼어요', text: '저희 쪽 문제이며 기록해 두었어요. 잠시 후 다시 시도해 주세요.' },
  unavailable: {
    title: '잠시 후 다시 열려요',
    text: '지금 데이터베이스에 연결할 수 없어요. 저장된 내용은 안전해요. 잠시 후 다시 시도해 주세요.',
  },
  home: '홈으로 가기',
  requestId: '요청 번호',
}
