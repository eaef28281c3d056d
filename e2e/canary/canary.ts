/** Stands in each password that sow.spec.ts uses, and nowhere else. */
export const CANARY = 'kanari7f3a9c'

const word = (name: string) => `${CANARY} ${name} lantern`

export const canaries = { first: word('first'), changed: word('changed'), reset: word('reset'), wrong: word('wrong') }

/** Asked for by a page that sow.spec.ts opens in a context of its own. */
export const RECORDED_HOST = 'recorded.localhost'
