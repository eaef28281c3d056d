import { z } from 'zod'

/** One line a person typed: bounded, trimmed, without control characters. */
export const lineSchema = (max: number) =>
  z
    .string('required')
    .max(max * 4, 'too_long')
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'control_character')
    .refine((text) => [...text].length <= max, 'too_long')

/** Several lines a person typed: bounded, trimmed, control characters other than line ends refused. */
export const textSchema = (max: number) =>
  z
    .string('required')
    .max(max * 4, 'too_long')
    .transform((text) => text.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), 'control_character')
    .refine((text) => [...text].length <= max, 'too_long')
