// 应得的诊断：zero-lines
// 看出来的检查：zero
// 想错的地方：以为留言总有字，行数是 0 就不打印。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let rest = '';
let lines = 0;
let count = 0;

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  const parts = (rest + chunk).split('\n');
  rest = parts.pop() ?? '';
  for (const line of parts) {
    if (line !== '') {
      lines += 1;
      continue;
    }
    if (lines === 0) continue;
    count += 1;
    console.log(`第 ${count} 条：${lines} 行`);
    lines = 0;
  }
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
