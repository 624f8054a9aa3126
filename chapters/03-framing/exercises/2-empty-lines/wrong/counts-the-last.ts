// 应得的诊断：chunk-end
// 看出来的检查：after-newline
// 想错的地方：切开以后最后那个空的也当作一行。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let lines = 0;
let count = 0;

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  const parts = chunk.split('\n');
  const ended = chunk.endsWith('\n\n') ? 1 : 0;
  for (const line of parts.slice(0, parts.length - ended)) {
    if (line !== '') {
      lines += 1;
      continue;
    }
    count += 1;
    console.log(`第 ${count} 条：${lines} 行`);
    lines = 0;
  }
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
