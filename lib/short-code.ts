import { randomInt } from 'node:crypto'

// Crockford's digits: nothing that reads like something else.
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const HALF = 4

/** Eight random characters that people can read out and type, like `K7Q2-M4PX`: 40 bits. */
export function makeShortCode(): string {
  return inHalves(Array.from({ length: 2 * HALF }, () => DIGITS[randomInt(DIGITS.length)]).join(''))
}

/** What somebody typed, as makeShortCode spells it. */
export function readShortCode(typed: string): string {
  return inHalves(
    typed
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll('O', '0')
      .replaceAll(/[IL]/g, '1')
      .replaceAll(/[^0-9A-Z]/g, ''),
  )
}

function inHalves(characters: string): string {
  return `${characters.slice(0, HALF)}-${characters.slice(HALF, 2 * HALF)}`
}
