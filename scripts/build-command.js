import { buildApplication } from './build-application.js'
import { installPackages } from './install.js'
import { buildFolder } from './places.js'

export async function runBuild() {
  await installPackages()
  await buildApplication(buildFolder())
}
