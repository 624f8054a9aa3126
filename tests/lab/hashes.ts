/** 同一个种子跑许多次，打印不同的指纹：npm run lab:hashes [次数]。换一个 Node 再跑，应当相同。 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileAll } from '../../lab/compile.ts';
import { Lab } from '../../lab/index.ts';
import { nodeEngine } from '../../lab/process/node-engine.ts';

const folder = path.resolve(import.meta.dirname, '../../chapters/01-udp');
const modules = compileAll({
  'server.ts': readFileSync(path.join(folder, 'server.ts'), 'utf8'),
  'client.ts': readFileSync(path.join(folder, 'client.ts'), 'utf8'),
  'sink.ts': `import { createServer } from 'node:net'; const server = createServer((socket) => { let total = 0; socket.on('data', (chunk) => { total += chunk.length; }); socket.on('end', () => { console.log('收到', total); socket.end(); server.close(); }); }); server.listen(9000);`,
  'source.ts': `import { connect } from 'node:net'; const socket = connect(9000, '10.0.0.2'); socket.end(Buffer.alloc(300_000, 97)); socket.resume(); socket.on('close', () => console.log('已关闭'));`,
});

async function once(): Promise<string> {
  const lab = new Lab({ seed: 42, engine: nodeEngine() });
  lab.addHost('a', ['10.0.0.1']);
  lab.addHost('b', ['10.0.0.2']);
  lab.setLinks({ loss: 0.1, duplicate: 0.1, jitter: 5000, reorder: 0.1 });
  const server = await lab.start({ host: 'b', modules, entry: 'server.ts', args: ['12000', '0.0.0.0'] });
  const client = await lab.start({ host: 'a', modules, entry: 'client.ts', args: ['12000', 'b'] });
  const sink = await lab.start({ host: 'b', modules, entry: 'sink.ts' });
  await lab.start({ host: 'a', modules, entry: 'source.ts' });
  client.type('hello 网络\n');
  await lab.runFor(60_000);
  server.signal();
  await lab.run();
  if (!sink.stdout.includes('收到 300000')) throw new Error(`没有收全：${sink.stdout}${sink.stderr}`);
  return lab.traceHash;
}

const times = Number(process.argv[2] ?? 20);
const hashes = new Set<string>();
for (let round = 0; round < times; round += 1) hashes.add(await once());
console.log(`Node ${process.versions.node}，${times} 次：${[...hashes].join(' ')}`);
if (hashes.size !== 1) process.exitCode = 1;
