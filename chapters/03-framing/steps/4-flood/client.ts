// 不写换行的客户端：送 a，一直送，直到对方结束这个连接。
// 运行：npx tsx chapters/03-framing/steps/4-flood/client.ts
import { connect } from 'node:net';

const serverPort = Number(process.argv[2] ?? 12000);
const piece = 'a'.repeat(16_384);

const socket = connect(serverPort, '127.0.0.1', pour);

// 送得出去就接着送，送不出去等 'drain'
function pour(): void {
  while (socket.writable && socket.write(piece));
}

socket.on('drain', pour);
socket.setEncoding('utf8');
socket.on('data', (text: string) => console.log(`听到：${text.trimEnd()}`));
socket.on('end', () => console.log('对方送来了 FIN'));
// 对方已经断开还在送，内核会说 EPIPE 或 ECONNRESET，这里不算意外
socket.on('error', () => {});
socket.on('close', () => console.log('连接关上了，服务端还在'));
