/** 浏览器测试用的几个小程序。 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileAll } from '../../../lab/compile.ts';
import type { Scene } from './scene.ts';

const chapters = path.resolve(import.meta.dirname, '../../../chapters');
const read = (file: string) => readFileSync(path.join(chapters, file), 'utf8');

export const programs = {
  'server.ts': read('01-udp/server.ts'),
  'client.ts': read('01-udp/client.ts'),
  'tcp-server.ts': read('02-tcp/server.ts'),
  'tcp-client.ts': read('02-tcp/client.ts'),
  'udp-echo.ts': `
import { createSocket } from 'node:dgram';
const socket = createSocket('udp4');
socket.on('message', (message, from) => socket.send(message, from.port, from.address));
process.once('SIGINT', () => socket.close());
socket.bind(9000);
`,
  'udp-ping.ts': `
import { createSocket } from 'node:dgram';
const [host, count = '0', window = '1'] = process.argv.slice(2);
const total = Number(count);
const socket = createSocket('udp4');
let sent = 0;
let received = 0;
const ping = () => { sent += 1; socket.send('x', 9000, host); };
socket.on('message', () => {
  received += 1;
  if (received === total) { console.log('收到', received); socket.close(); }
  else if (sent < total) ping();
});
for (let index = 0; index < Number(window); index += 1) ping();
`,
  'tcp-sink.ts': `
import { createServer } from 'node:net';
const server = createServer((socket) => {
  let total = 0;
  socket.on('data', (chunk) => { total += chunk.length; });
  socket.on('end', () => { console.log('收到', total); socket.end(); server.close(); });
});
server.listen(9000);
`,
  'tcp-bulk.ts': `
import { connect } from 'node:net';
const socket = connect(9000, process.argv[2]);
const block = Buffer.alloc(65536, 97);
let left = Number(process.argv[3]) / block.length;
const pump = () => {
  while (left > 0) {
    left -= 1;
    if (!socket.write(block)) { socket.once('drain', pump); return; }
  }
  socket.end();
};
pump();
socket.resume();
socket.on('close', () => console.log('已关闭', socket.bytesWritten));
`,
  'spin.ts': `console.log('开始'); for (;;) { /* 不停 */ }`,
  'busy.ts': `const end = Date.now() + 500; while (Date.now() < end); console.log('忙完', Math.round(performance.now()));`,
  'reject.ts': `
import { setTimeout as sleep } from 'node:timers/promises';
async function work() { await sleep(5); throw new TypeError('没有人接'); }
void work();
setTimeout(() => console.log('不该走到这里'), 1000);
`,
  'print.ts': `
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { inspect } from 'node:util';
const server = createServer().listen(9000, '127.0.0.1');
const socket = createSocket('udp4').bind(9000, '127.0.0.1');
setTimeout(() => {
  console.log(server);
  console.log(socket);
  console.log(inspect(process).split('\\n')[0]);
  server.close();
  socket.close();
}, 50);
`,
  'missing.ts': `import { createServer } from 'node:http'; createServer();`,
  'syntax.ts': `const a = 1;\nconst a = 2;\n`,
};

export const modules = compileAll(programs);
export const hosts = { a: ['10.0.0.1'], b: ['10.0.0.2'] };

/** 01-udp 的一对程序，链路不好。 */
export const pair: Scene = {
  seed: 42,
  hosts,
  links: { loss: 0.2, duplicate: 0.2, jitter: 5000 },
  programs: [
    { host: 'b', modules, entry: 'server.ts', args: ['12000', '0.0.0.0'] },
    { host: 'a', modules, entry: 'client.ts', args: ['12000', 'b'], input: 'hello 网络\n' },
  ],
  interruptAtMs: 5000,
};

/** TCP 传 1 MiB，链路不好。 */
export const bulk: Scene = {
  seed: 7,
  hosts,
  links: { loss: 0.02, jitter: 3000 },
  programs: [
    { host: 'b', modules, entry: 'tcp-sink.ts' },
    { host: 'a', modules, entry: 'tcp-bulk.ts', args: ['10.0.0.2', '1048576'] },
  ],
};

/** 02-tcp 的一对程序，链路不好。 */
export const tcpPair: Scene = {
  seed: 11,
  hosts,
  links: { loss: 0.2, duplicate: 0.2, jitter: 5000 },
  programs: [
    { host: 'b', modules, entry: 'tcp-server.ts', args: ['12000', '0.0.0.0'] },
    { host: 'a', modules, entry: 'tcp-client.ts', args: ['12000', 'b'], input: 'hello 网络\n' },
  ],
  interruptAtMs: 20_000,
};

/** 每个场景，和读者随时会插手的同一个场景：分身不许抢先。 */
export const scenes: [name: string, Scene][] = [
  ['01-udp 的一对程序', pair],
  ['02-tcp 的一对程序', tcpPair],
  ['TCP 传 1 MiB，丢 2%', bulk],
  ['02-tcp 的一对程序，有人在路上动手脚', { ...tcpPair, links: {}, careful: true }],
];
/** 一个种子，这么多次，一个指纹。 */
export const ROUNDS = 20;
