import type { ReactNode } from 'react'
import type { ProviderKind } from '@/lib/social/provider-settings'

/** The four-coloured letter that Google asks for on its buttons, drawn from the published proportions. */
function GoogleMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0" fill="none" strokeWidth="3.6">
      <path stroke="#ea4335" d="M4.1 6.6A7 7 0 0 1 15 5.1" />
      <path stroke="#fbbc05" d="M4.1 13.4a7 7 0 0 1 0-6.8" />
      <path stroke="#34a853" d="M14.6 15.3A7 7 0 0 1 4.1 13.4" />
      <path stroke="#4285f4" d="M10 10h7a7 7 0 0 1-2.4 5.3" />
    </svg>
  )
}

/** The black speech bubble that Kakao asks for. */
function KakaoMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0">
      <path d="M10 3C5.6 3 2 5.8 2 9.2c0 2.2 1.5 4.1 3.7 5.2l-.8 3 3.5-2.3 1.6.1c4.4 0 8-2.7 8-6S14.4 3 10 3Z" />
    </svg>
  )
}

/** The letter of Naver, white on its green. */
function NaverMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0">
      <rect width="20" height="20" rx="3" fill="#03c75a" />
      <path fill="#fff" d="M5 5h3.4l3.3 4.9V5H15v10h-3.4l-3.3-4.9V15H5Z" />
    </svg>
  )
}

const QUIET =
  'border-[light-dark(#747775,#8e918f)] bg-[light-dark(#ffffff,#131314)] text-[light-dark(#1f1f1f,#e3e3e3)] hover:bg-[light-dark(#f2f2f2,#1e1f20)]'

type ProviderLook = { mark: ReactNode; colours: string }

const plain: ProviderLook = { mark: null, colours: QUIET }

/** How the button of a provider has to look, by its own rules; plain text where we draw no mark. */
export const providerLooks: Record<ProviderKind, ProviderLook> = {
  google: { mark: <GoogleMark />, colours: QUIET },
  kakao: { mark: <KakaoMark />, colours: 'border-[#fee500] bg-[#fee500] text-[#191600] hover:bg-[#f2da00]' },
  naver: { mark: <NaverMark />, colours: QUIET },
  github: plain,
  openid: plain,
}
