const CROWD = 16

/** Does the same for many, so many at a time that neither the database nor its pool is crowded. */
export async function inCrowds<One, Result>(all: One[], run: (one: One) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let start = 0; start < all.length; start += CROWD)
    results.push(...(await Promise.all(all.slice(start, start + CROWD).map(run))))
  return results
}
