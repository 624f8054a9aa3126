// 想说几句说几句的客户端：打一行送一行，听到什么打印什么；输入到头（Ctrl-D）就送 FIN，接着听。
// 运行：npx tsx chapters/02-tcp/exercises/talker.ts [端口]
// Windows 上输入到头是 Ctrl-Z 再按回车。按 Ctrl-C 直接走。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
  console.log(`连上了：本地 127.0.0.1:${socket.localPort}，远端 127.0.0.1:${port}`);
});

socket.on('error', (error) => {
  console.error(`连接断了：${error.message}`);
  process.exit(1);
});
socket.setEncoding('utf8');
socket.on('data', (chunk: string) => console.log(`听到：${chunk.trimEnd()}`));
socket.on('end', () => console.log('对方说完了（FIN）'));
socket.on('close', () => process.exit());
process.stdin.pipe(socket);
