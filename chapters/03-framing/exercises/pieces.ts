// 一块一块地送：每块隔十分之三秒，送完就送 FIN，听到什么打印什么。
// 运行：`npx tsx chapters/03-framing/exercises/pieces.ts 去连 12000 "hel" "lo\n"`
//       `npx tsx chapters/03-framing/exercises/pieces.ts 等连 12000 "hel" "lo\n"`
// 块里的 \n 是换行，\xe4 是字节 e4。一块写成 ×100000，就是那么多个字母 a。
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [role, portText, ...pieces] = process.argv.slice(2);
const port = Number(portText);
const pauseMs = 300;

function bytesOf(piece: string): Buffer {
  if (piece.startsWith('×')) return Buffer.alloc(Number(piece.slice(1)), 'a');
  const parts = piece.split(/(\\n|\\x[\da-f]{2})/i);
  return Buffer.concat(parts.map((part) => {
    if (part === '\\n') return Buffer.of(0x0a);
    if (part.startsWith('\\x')) return Buffer.of(Number.parseInt(part.slice(2), 16));
    return Buffer.from(part);
  }));
}

async function speak(socket: Socket): Promise<void> {
  socket.setNoDelay(true);
  socket.on('error', (error) => console.error(`连接断了：${error.message}`));
  socket.on('data', (chunk: Buffer) => console.log(`听到：${JSON.stringify(chunk.toString())}，${chunk.length} 字节`));
  socket.on('end', () => console.log('对方说完了（FIN）'));
  for (const piece of pieces) {
    if (!socket.writable) return;
    socket.write(bytesOf(piece));
    await sleep(pauseMs);
  }
  socket.end();
}

if (role === '去连') {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => void speak(socket));
  socket.on('error', (error) => console.error(`连不上：${error.message}`));
} else if (role === '等连') {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    server.close();
    void speak(socket);
  });
  server.on('error', (error) => console.error(`监听不了：${error.message}`));
  server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
} else {
  console.error('第一个参数写「去连」或「等连」，第二个是端口，后面是要送的每一块。');
  process.exitCode = 1;
}
