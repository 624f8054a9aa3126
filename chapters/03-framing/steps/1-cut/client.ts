// 把一句话切成两块送的客户端：先送 hel，过一秒再送 lo 和换行。
// 运行：npx tsx chapters/03-framing/steps/1-cut/client.ts
import { connect } from 'node:net';

const serverPort = Number(process.argv[2] ?? 12000);
const pauseMs = 1000;
let answer = '';

const socket = connect(serverPort, '127.0.0.1', () => {
  // 连写两次，内核可能合成一块送走；隔一秒，对方早已读走了前一块
  socket.write('hel');
  setTimeout(() => socket.end('lo\n'), pauseMs);
});

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  answer += chunk;
});
socket.on('error', (error) => console.error(error.message));
socket.on('close', () => console.log(`应答：${JSON.stringify(answer)}`));
