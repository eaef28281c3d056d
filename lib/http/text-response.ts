/**
 * A Response whose text is at hand. A full Response puts its body into a stream, which the server would read back out
 * of it; together that costs more than the rest of a hot route. Here the stream is made only when somebody, such as
 * Next, asks for it.
 */
export class TextResponse extends Response {
  readonly content: string
  #full: Response | undefined

  constructor(content: string, init: ResponseInit) {
    super(null, init)
    this.content = content
  }

  full(): Response {
    this.#full ??= new Response(this.content, { status: this.status, headers: this.headers })
    return this.#full
  }
}

for (const name of ['body', 'bodyUsed'] as const) {
  Object.defineProperty(TextResponse.prototype, name, {
    get(this: TextResponse) {
      return this.full()[name]
    },
  })
}
for (const name of ['arrayBuffer', 'blob', 'bytes', 'clone', 'formData', 'json', 'text'] as const) {
  Object.defineProperty(TextResponse.prototype, name, {
    value(this: TextResponse) {
      return this.full()[name]()
    },
  })
}
