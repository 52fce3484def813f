// Installs the locked packages beside this file, unless they are there already.
// The lock file is copied to the packages only after npm has succeeded, so an interrupted install runs again.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';

const lock = 'package-lock.json';
const installed = 'node_modules/.gen2lift-installed.json';

if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) {
  process.exit(0);
}
// One command line, because on Windows npm is a script that only a shell can start.
const npm = spawnSync('npm ci --no-audit --no-fund --loglevel=error', { shell: true, stdio: 'inherit' });
if (npm.status !== 0) {
  process.exit(npm.status ?? 1);
}
copyFileSync(lock, installed);
