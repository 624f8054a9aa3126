// 应得的诊断：blank-is-not-empty
// 看出来的检查：blank
// 想错的地方：用 `trim` 判断空行，只有空格的一行也算了。
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
    if (line.trim() !== '') {
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
