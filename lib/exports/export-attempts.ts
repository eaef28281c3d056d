export const MAX_ATTEMPTS = 5

/** How long after the request each attempt is due, up to an hour apart; the end of the list: the last one is lost. */
export const ATTEMPTS_AFTER_SECONDS = [0, 60, 360, 1_560, 5_160, 8_760]

/** What the attempts count is once the export was given up: more than any that is made. */
export const GIVEN_UP = MAX_ATTEMPTS + 1
