import { cpus } from 'node:os'
import { measureObtain } from './measure-obtain'
import { measureRecalled } from './measure-recalled'
import { measureRefresh } from './measure-refresh'
import { measureUnderSignIns } from './measure-sign-ins'
import { measureVerify } from './measure-verify'
import { listPssMegabytes } from './memory'
import { startServers, stopServers } from './servers'

const servers = await startServers()
try {
  console.log(`\n${cpus().length} x ${cpus()[0]?.model}, Node ${process.versions.node}\n`)
  console.log('| measured | result |\n| --- | --- |')
  show(await measureVerify(servers))
  show(await measureRecalled(servers))
  show(await measureRefresh(servers))
  show(await measureObtain(servers.ours))
  show(await measureUnderSignIns(servers.ours))
  show([
    memoryRow('server of one process', servers.ours.child.pid),
    memoryRow('server as served', servers.served.child.pid),
    memoryRow('embedded database', databasePid()),
  ])
} finally {
  await stopServers(servers)
}
process.exit()

function show(rows: string[]): void {
  console.log(rows.join('\n'))
}

function databasePid(): number | undefined {
  return Number(process.env.BENCH_DATABASE_PID) || undefined
}

function memoryRow(title: string, pid: number | undefined): string {
  const processes = pid === undefined ? [] : listPssMegabytes(pid)
  const total = processes.reduce((sum, megabytes) => sum + megabytes, 0)
  const result =
    processes.length === 0
      ? 'not measured'
      : `${total.toFixed(0)} MB PSS in all, ${Math.max(...processes).toFixed(0)} MB in the largest of ${processes.length}`
  return `| ${title} | ${result} |`
}
