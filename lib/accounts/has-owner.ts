import { countActiveOwners } from './store'

/** Whether somebody can already do everything here; the command line asks before it makes the first. */
export async function hasOwner(): Promise<boolean> {
  return (await countActiveOwners()) > 0
}
