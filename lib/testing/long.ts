/** `npm run test:long`: what takes longer is done there only. */
export const isLong = process.env.TEST_LONG === 'on'

/** A race that is lost once in a hundred is found by running it more often. */
export const race = { repeats: isLong ? 40 : 0 }
