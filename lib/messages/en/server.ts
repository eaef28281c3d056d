/** What the server itself says, when it answers without Next; plain text, no placeholders. */
export const server = {
  bad_request: { title: 'That did not arrive', text: 'The request was incomplete or took too long. Please try again.' },
  cross_origin: {
    title: 'Sent from somewhere else',
    text: 'For your safety, forms are taken only from our own pages. Open the page again and send it from there.',
  },
  payload_too_large: { title: 'Too large', text: 'What you sent is larger than this page takes.' },
  internal: { title: 'Something went wrong', text: 'The fault is ours and has been noted. Please try again later.' },
  unavailable: {
    title: 'Back in a moment',
    text: 'We cannot reach our database right now. Nothing of yours is lost. Please try again shortly.',
  },
  home: 'Go to the home page',
  requestId: 'Request number',
}

export type ServerMessages = typeof server
