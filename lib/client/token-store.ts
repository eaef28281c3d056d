export type TokenPair = { access: string; refresh: string }

type Awaitable<Value> = Value | Promise<Value>

/** Where a pair is kept. Tabs that share a store share the sign-in. */
export type TokenStore = {
  read: () => Awaitable<TokenPair | null>
  write: (pair: TokenPair | null) => Awaitable<void>
}

/** Keeps the pair as long as the page lives, where no other tab and no later visit sees it. */
export function memoryStore(): TokenStore {
  let held: TokenPair | null = null
  return {
    read: () => held,
    write: (pair) => {
      held = pair
    },
  }
}
