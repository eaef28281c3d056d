import { makeSimulator } from './simulator'

const port = Number(process.env.PORT ?? 3001)
const simulator = await makeSimulator(`http://localhost:${port}`)

simulator.listen(port, 'localhost', () => process.send?.('ready'))
// Started by another program, it never outlives it.
process.on('disconnect', () => process.exit())
process.on('SIGTERM', () => process.exit())
