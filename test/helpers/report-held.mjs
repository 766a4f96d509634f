// Loaded before the program by NODE_OPTIONS=--import: on SIGUSR2 it writes down what the process still holds, once garbage
// is collected: bytes of JavaScript's heap and of the buffers beside it, and open files, sockets and timers.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  const files = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
  const resources = process.getActiveResourcesInfo().length;
  writeFileSync(process.env.HELD_REPORT ?? '', JSON.stringify({ bytes: heapUsed + external, files, resources }));
});
