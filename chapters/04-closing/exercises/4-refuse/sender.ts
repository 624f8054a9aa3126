// 寄大件的人：先报大小，等一会儿，再一口气把东西递进去，听到什么打印什么。
// 运行：npx tsx chapters/04-closing/exercises/4-refuse/sender.ts [端口] [字节数]
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const size = Number(process.argv[3] ?? 5_000_000);
const hesitateMs = 300;

const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
  socket.write(`${size}\n`);
  setTimeout(() => socket.end(Buffer.alloc(size)), hesitateMs);
});
socket.setEncoding('utf8');
socket.on('data', (chunk: string) => console.log(`听到：${chunk.trimEnd()}`));
socket.on('end', () => console.log('对方说完了（FIN）'));
socket.on('error', (error) => console.log(`手被夹了一下：${error.message}`));
