import type { doctor as en } from '../en/doctor'

export const doctor: typeof en = {
  check: {
    keys: '키',
    discovery: '디스커버리',
    signing_keys: '서명 키',
    clock: '시계',
    client: '클라이언트 ID와 시크릿',
    redirect_uri: '리디렉션 URI',
    origin: 'AUTH_URL',
    cookies: '쿠키',
    proxy: '프록시',
  },
  fine: '정상',
  fault: {
    key_with_blanks: '{field}에 공백이나 따옴표가 들어 있어요. 값만 다시 복사해 주세요.',
    key_is_sample: '{field}가 예시 값이에요. 제공자 콘솔에서 실제 값을 복사해 주세요.',
    keys_equal: '클라이언트 ID와 시크릿이 같아요. 제공자 콘솔에서 둘 다 다시 복사해 주세요.',
    keys_swapped: '클라이언트 ID와 시크릿이 뒤바뀐 것 같아요. Google의 ID는 .apps.googleusercontent.com으로 끝나요.',
    google_id_shape: 'Google의 클라이언트 ID가 아니에요. .apps.googleusercontent.com으로 끝나야 해요.',
    kind_unknown: '이 버전에는 {kind} 종류의 제공자가 없어요. 더 새로운 버전에서 저장한 키예요.',
    issuer_unsafe:
      '발급자 {issuer}이(가) https가 아니거나 이 컴퓨터를 가리켜서, 누구나 다른 사람으로 로그인할 수 있어요. 이 키를 삭제하거나 끄고 공개된 발급자로 제공자를 다시 추가해 주세요.',
    endpoint_origin_unsafe:
      '엔드포인트 출처 {origin}이(가) https가 아니거나 이 컴퓨터를 가리켜서, 누구나 제공자인 척 응답할 수 있어요. 제공자 화면의 엔드포인트 출처에서 지우거나 공개된 출처로 바꿔 주세요.',
    secret_unreadable:
      '시크릿을 암호화한 키가 ENCRYPTION_KEYS에 없어요. 그 키를 첫 번째 키 뒤에 다시 넣거나 시크릿을 다시 입력해 주세요.',
    unreachable: '{host}에 연결할 수 없어요 ({code}). 발급자 이름, DNS, 이 서버의 방화벽을 확인해 주세요.',
    tls_untrusted:
      '{host}의 인증서를 신뢰할 수 없어요 ({code}). 그쪽 인증서를 갱신하거나 NODE_EXTRA_CA_CERTS에 인증 기관을 지정해 주세요.',
    too_slow:
      '{host}이(가) 제때 응답하지 않았어요. 로그인 한 번에 제공자를 기다리는 시간은 모두 합쳐 5초예요. 서비스가 켜져 있는지, 방화벽이 막고 있지 않은지 확인해 주세요.',
    redirects: '{url}이(가) 다른 주소로 보내는데, 따라가지 않아요. 그 주소를 발급자로 적어 주세요.',
    too_much: '256 KB가 넘는 응답이 왔어요. OpenID 제공자가 맞는지 확인해 주세요.',
    discovery_status: '{url}의 응답이 {status}예요. 발급자는 제공자가 스스로 밝히는 값과 똑같아야 해요.',
    discovery_not_json: '{url}의 응답이 JSON이 아니에요. 발급자는 제공자가 스스로 밝히는 값과 똑같아야 해요.',
    discovery_incomplete: '{url}에 {fields}이(가) 없어요. OpenID 제공자가 맞는지 확인해 주세요.',
    other_issuer: '제공자가 밝히는 발급자는 {issuer}인데 {given}이(가) 적혀 있어요. 글자 하나까지 같아야 해요.',
    foreign_endpoint:
      '발급자와 다른 출처에 있는 주소가 있어요: {endpoint} ({url}). 그곳으로는 시크릿을 보내지 않아요. 제공자 문서에도 그렇게 나와 있다면 ‘로그인 제공자’의 해당 화면이나 OPENID_PROVIDERS의 endpointOrigins에 {origin}을(를) 추가해 주세요.',
    response_types_unsupported: '인가 코드 방식을 지원하지 않아요 ({listed}). 이 클라이언트에 허용해 주세요.',
    scope_unsupported: '{needed} 범위를 모르는 제공자예요. 이 클라이언트에 허용해 주세요. 아는 범위: {listed}',
    pkce_unsupported: 'S256 방식의 PKCE를 지원하지 않아요. 지원하는 방식: {listed}',
    algorithm_unsupported: 'id_token을 {listed}(으)로 서명하는데 여기서는 {needed}만 받아요. 그중 하나로 바꿔 주세요.',
    client_authentication_unsupported: '토큰 엔드포인트가 {needed}을(를) 받지 않아요. 받는 방식: {listed}',
    signing_keys_status: '{url}의 응답이 {status}라서 id_token을 검증할 수 없어요.',
    signing_keys_unreadable: '{url}이(가) 키 목록이 아니라서 id_token을 검증할 수 없어요.',
    signing_keys_missing: '{url}에 id_token을 서명할 수 있는 키(RSA 또는 EC)가 없어요.',
    clock_ahead: '이 서버의 시계가 제공자보다 {seconds}초 빨라요. NTP로 맞춰 주세요.',
    clock_behind: '이 서버의 시계가 제공자보다 {seconds}초 느려요. NTP로 맞춰 주세요.',
    token_endpoint_status: '{url}의 응답이 {status}예요. 나중에 다시 시도하고, 계속되면 제공자에게 문의해 주세요.',
    endpoint_missing:
      '{url}의 응답이 {status}예요. 제공자의 주소와 클라이언트 ID를 확인해 주세요. 모르는 ID에 이렇게 응답하는 곳도 있어요.',
    client_refused: '제공자가 클라이언트 ID나 시크릿을 거절했어요 ({said}). 콘솔에서 둘 다 다시 복사해 주세요.',
    client_unknown: '제공자가 이 클라이언트 ID를 몰라요. 콘솔에서 다시 복사해 주세요.',
    redirect_uri_refused: '제공자에 리디렉션 URI가 등록되어 있지 않아요. 콘솔에 이 주소를 그대로 등록해 주세요: {uri}',
    scope_refused: '제공자가 요청한 범위를 거절했어요. 클라이언트에 다음 범위를 허용해 주세요: {scope}',
    authorization_refused: '제공자가 로그인 화면을 보여 주지 않아요: {said}',
    request_refused:
      '제공자가 요청을 받아들이지 않았어요 ({said}). 콘솔에 다르게 등록된 값이 있는 경우가 많아요. 리디렉션 URI가 {uri}인지 확인하고 점검을 실행해 주세요.',
    client_not_allowed:
      '이 클라이언트로는 로그인할 수 없다고 해요 ({said}). 콘솔에서 웹 애플리케이션인지, 승인되고 켜져 있는지 확인하고 인가 코드 방식을 허용해 주세요.',
    code_flow_refused:
      '이 클라이언트에는 인가 코드 방식을 제공하지 않는다고 해요 ({said}). 콘솔에서 응답 유형 code와 승인 유형 authorization_code를 허용해 주세요.',
    provider_broken:
      '제공자 쪽에 문제가 생겼어요 ({said}). 여기에서 고칠 것은 없으니 나중에 다시 시도하고, 계속되면 제공자에게 문의해 주세요.',
    provider_busy: '제공자가 바쁘거나 점검 중이에요 ({said}). 나중에 다시 시도해 주세요.',
    grant_refused:
      '제공자가 코드를 받지 않았어요 ({said}). 이미 썼거나 기간이 지났거나, 다른 리디렉션 URI나 PKCE 값으로 만든 코드예요. 새로고침한 경우가 많아요. 모두에게 생긴다면 이 리디렉션 URI를 그대로 등록해 주세요: {uri}',
    state_mismatch:
      '돌아온 state가 이 브라우저에 준 값이 아니에요. 한 사람에게만 생긴다면 오래된 화면을 썼거나 누군가 자기 응답을 끼워 넣은 거예요. 모두에게 생긴다면 중간에서 주소가 바뀌는 것이니 제공자와 프록시를 살펴보세요.',
    token_answer_unreadable:
      '토큰 엔드포인트의 응답이 OAuth 형식이 아니에요 ({said}). 나중에 다시 시도하고, 계속되면 발급자를 확인하고 제공자에게 문의해 주세요.',
    id_token_time: 'id_token의 시간이 너무 오래됐거나 미래예요 ({said}). 이 서버의 시계를 NTP로 맞춰 주세요.',
    id_token_claim:
      'id_token의 값이 맞지 않아요: {said}. aud나 azp라면 클라이언트 ID를, iss라면 발급자를 바로잡고, iat라면 시계를 NTP로 맞춰 주세요. nonce라면 다른 로그인에 대한 응답이니 다시 시도하면 돼요.',
    id_token_signature:
      'id_token에 서명한 키가 제공자의 키가 아니에요 ({said}). 키가 방금 바뀌었다면 1분 안에 다시 돼요. 아니라면 다른 누군가가 만든 것일 수 있으니 점검을 실행해 주세요.',
    origin_without_tls: '{origin}은(는) https가 아니에요. 브라우저가 쿠키를 버리니 앞에 TLS 프록시를 두세요.',
    origin_unreachable:
      '여기에서 {origin}에 연결할 수 없어요 ({code}). 서버가 켜져 있는지, DNS와 프록시가 이 서버로 이어지는지 확인해 주세요.',
    origin_redirects: '{origin}이(가) {place}(으)로 보내요. 사람들이 실제로 쓰는 주소를 AUTH_URL에 적어 주세요.',
    origin_elsewhere: '{origin}의 응답이 {status}예요. 프록시가 이 서버로 이어지는지 확인해 주세요.',
    host_changed:
      '프록시가 브라우저가 보낸 호스트 이름을 그대로 넘기지 않아요. Host 헤더를 {origin}의 이름 그대로 보내 주세요.',
    cookie_missing:
      '{origin}의 응답에 쿠키 {name}이(가) 없어요. 프록시가 Set-Cookie를 그대로 넘기고 페이지를 캐시하지 않게 해 주세요.',
    cookie_changed: '쿠키가 바뀐 채 도착해서 브라우저가 버려요: {cookie} 프록시가 쿠키를 고치지 않게 해 주세요.',
    proxy_speaks_otherwise:
      '프록시는 {spoken}(으)로 접속했다고 하는데 AUTH_URL은 {origin}예요. X-Forwarded-Proto나 AUTH_URL을 고쳐 주세요.',
    proxy_not_trusted:
      '요청이 프록시 {stations}개를 거쳐 오는데 TRUSTED_PROXY_HOPS는 {hops}예요. 모든 방문자가 프록시의 주소로 보여요. 이 값이나 TRUSTED_PROXIES를 설정해 주세요.',
    proxy_says_nothing:
      'TRUSTED_PROXY_HOPS는 {hops}인데 요청에는 {stations}개만 적혀 있어요. 프록시가 X-Forwarded-For를 넣게 하거나 값을 고쳐 주세요.',
  },
}
