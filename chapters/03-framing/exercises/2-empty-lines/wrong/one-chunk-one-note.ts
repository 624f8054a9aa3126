// 应得的诊断：per-chunk
// 看出来的检查：byte-by-byte
// 想错的地方：没有换行的半行没有留着，断在行中间就多数了一行。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let lines = 0;
let count = 0;

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  const parts = chunk.split('\n');
  if (parts.at(-1) === '') parts.pop();
  for (const line of parts) {
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
