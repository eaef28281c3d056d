export const MAX_ATTEMPTS = 5

/** How long after the last attempt, or the request, the next one is due; after the last of all it is taken for lost. */
export const PAUSES_SECONDS = [0, 60, 300, 1_200, 3_600, 3_600]

/** An attempt that began longer ago, and of which nothing came, has failed; until then it may be under way. */
export const UNDER_WAY_SECONDS = 10

/** What the attempts count is once the export was given up: more than any that is made. */
export const GIVEN_UP = MAX_ATTEMPTS + 1
