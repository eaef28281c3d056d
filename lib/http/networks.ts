import { BlockList, isIP, isIPv6 } from 'node:net'

const lists = new Map<string, BlockList>()

/** Whether an address lies in one of these networks: `10.0.0.0/8`, `fd00::/8`, or a single address. */
export function isInNetworks(address: string, networks: string[]): boolean {
  return isIP(address) !== 0 && listOf(networks).check(address, familyOf(address))
}

// Asked at every request, always for the same networks.
function listOf(networks: string[]): BlockList {
  const key = networks.join()
  const known = lists.get(key)
  if (known) return known
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits = isIPv6(address) ? '128' : '32'] = network.split('/')
    list.addSubnet(address, Number(bits), familyOf(address))
  }
  lists.set(key, list)
  return list
}

function familyOf(address: string): 'ipv6' | 'ipv4' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}
