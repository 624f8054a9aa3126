// 写五次，每次五个字节，看对方读到几块。两样东西各试两种：
// Nagle 开还是关；等对方读到一块再写下一次，还是五次都写完了对方才读。
// 运行：npx tsx chapters/03-framing/steps/2-five-writes/five-writes.ts
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const pieces = ['one, ', 'two, ', 'thre,', 'four,', 'five.'];
const settleMs = 300;

const server = createServer({ pauseOnConnect: true });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

/** 连上，得到连接的两头；`noDelay` 是真，写的一头就关掉 Nagle。 */
async function pair(noDelay: boolean): Promise<[Socket, Socket]> {
  const writer = connect({ port, host: '127.0.0.1', noDelay });
  const [reader] = (await once(server, 'connection')) as [Socket];
  return [writer, reader];
}

/** 写一次，等内核接下，才算写完。 */
async function write(writer: Socket, text: string): Promise<void> {
  await new Promise<void>((resolve) => writer.write(text, () => resolve()));
}

async function trial(noDelay: boolean, waitsForReader: boolean): Promise<void> {
  const [writer, reader] = await pair(noDelay);
  const sizes: number[] = [];
  reader.on('data', (chunk: Buffer) => sizes.push(chunk.length));
  if (waitsForReader) {
    reader.resume();
    for (const piece of pieces) {
      const read = once(reader, 'data');
      await write(writer, piece);
      await read;
    }
  } else {
    reader.pause();
    for (const piece of pieces) await write(writer, piece);
    await sleep(settleMs);
    reader.resume();
  }
  writer.end();
  await once(reader, 'end');
  const nagle = noDelay ? '关' : '开';
  const when = waitsForReader ? '随到随读' : '写完才读';
  console.log(`Nagle ${nagle}，${when}：写 5 次，读到 ${sizes.length} 块`);
}

for (const noDelay of [false, true]) {
  await trial(noDelay, true);
  await trial(noDelay, false);
}
server.close();
