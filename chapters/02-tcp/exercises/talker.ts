// 想说几句说几句的客户端：打一行送一行，听到什么打印什么；按 Ctrl-D 就送 FIN，接着听。
// 运行：npx tsx chapters/02-tcp/exercises/talker.ts [端口]
// 按 Ctrl-C 直接走。
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

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

// 由 readline 管键盘：Windows 的终端里，不这样就读不到 Ctrl-D。
const keyboard = createInterface({ input: process.stdin, output: process.stdout, prompt: '' });
keyboard.on('line', (line) => socket.write(`${line}\n`));
keyboard.once('SIGINT', () => process.exit());
keyboard.once('close', () => socket.end());
