// 把一句话切成两块送的客户端：先送 hel，过一秒再送 lo 和换行。
// 运行：npx tsx chapters/03-framing/steps/1-cut/client.ts
//       [端口] [地址] [一句话] [第几个字节后面切开] 写在后面
import { connect } from 'node:net';

const [port = '12000', host = '127.0.0.1', text = 'hello', cut = '3'] =
  process.argv.slice(2);
const bytes = Buffer.from(`${text}\n`);
const pauseMs = 1000;
let answer = '';

const socket = connect(Number(port), host, () => {
  // 连写两次，内核可能合成一块送走；隔一秒，对方早已读走了前一块
  socket.write(bytes.subarray(0, Number(cut)));
  setTimeout(() => socket.end(bytes.subarray(Number(cut))), pauseMs);
});

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  answer += chunk;
});
socket.on('error', (error) => console.error(error.message));
socket.on('close', () => console.log(`应答：${JSON.stringify(answer)}`));
